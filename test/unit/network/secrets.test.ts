import { describe, expect, it } from '@jest/globals';
import { changed, faultsOf, valid } from './valid.ts';

/** Secrets are put together here, so that no scanner finds one in this file. */
const made = {
  aws: ['AKIA', 'IOSFODNN7EXAMPLE'].join(''),
  base64: ['wJalrXUtnFEMI/K7MDENG/', 'bPxRfiCYEXAMPLEKEY'].join(''),
  hex: ['9f86d081884c7d659a2f', 'eaa0c55ad015a3bf4f1b'].join(''),
  pem: ['-----BEGIN RSA ', 'PRIVATE KEY-----'].join(''),
  jwt: ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJhIn0', 'c2lnbmF0dXJl'].join('.'),
  url: ['https://admin:', 'hunter2@identite.valserine.fr'].join(''),
};

describe('[GOV-15] a secret in the network file', () => {
  it.each<[what: string, text: string, place: string]>([
    ['a key named password', changed('  audience', '  password: hunter2\n  audience'), '9:3'],
    ['a key named clientSecret', changed('  audience', '  clientSecret: x\n  audience'), '9:3'],
    ['a key named token', changed('  audience', '  token: x\n  audience'), '9:3'],
    ['a key named apiKey', changed('  audience', '  apiKey: x\n  audience'), '9:3'],
    ['a key named mot_de_passe', changed('  audience', '  mot_de_passe: x\n  audience'), '9:3'],
    ['an AWS access key', changed('discretion', made.aws), '9:13'],
    ['an AWS access key in a comment', `# ${made.aws}\n${valid}`, '1:3'],
    ['an AWS secret key', changed('discretion', made.base64), '9:13'],
    ['a hexadecimal key', changed('discretion', made.hex), '9:13'],
    ['a private key', changed('discretion', `|\n    ${made.pem}\n    abc`), '10:5'],
    ['a token', changed('discretion', made.jwt), '9:13'],
    ['an address with a password', changed('https://identite.valserine.fr', made.url), '8:11'],
    ['a secret in a file that is not YAML', `${changed('discretion', made.aws)}]`, '9:13'],
  ])('%s is a fault at its place, told once', (_, text, place) => {
    const found = faultsOf(text).filter(({ rule }) => rule === 'GOV-15');
    expect(found.map(({ line, column }) => `${line}:${column}`)).toEqual([place]);
    expect(found[0]?.remedy.fr).toContain('changez ce secret');
  });

  it.each(Object.entries(made))('%s is never repeated', (_, secret) => {
    const told = JSON.stringify(faultsOf(changed('discretion', secret)));
    expect(told).not.toContain(secret);
    expect(told).not.toContain('hunter2');
  });

  it.each([
    [
      'a long name',
      changed('Réseau de Valserine', 'Réseau des médiathèques du Val-de-Marne-Est 2026'),
    ],
    [
      'an address of an identity provider',
      changed(
        'https://identite.valserine.fr',
        'https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_AbCdEf123',
      ),
    ],
    [
      'an address before an e-mail in one line',
      changed(
        'https://identite.valserine.fr',
        '"https://identite.valserine.fr" # {"url":"https://a.example","to":"b@c.example"}',
      ),
    ],
    [
      'the address of a KMS key',
      changed(
        '    name: Montfort\n',
        '    name: Montfort\n    kmsKeyArn: arn:aws:kms:eu-west-3:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab\n',
      ),
    ],
    [
      'a reference of the archives',
      changed(
        '    name: Montfort\n',
        '    name: Montfort\n    archivesVisaRef: AD01-2025-118/DESTRUCTION-REGLEMENTAIRE\n',
      ),
    ],
  ])('%s is none', (_, text) => {
    expect(faultsOf(text)).toEqual([]);
  });
});
