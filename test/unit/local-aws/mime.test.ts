import { describe, expect, it } from '@jest/globals';
import MailComposer from 'nodemailer/lib/mail-composer';
import { headerOf, readMail } from '../../../infra/local/aws/mime.ts';

const accents = 'Votre réservation « Les Misérables » est prête à la médiathèque — cœur, île, 5 €';

/** RFC 8058 */
const unsubscribe = {
  'List-Unsubscribe': `<https://valserine.example/u/${'jeton'.repeat(30)}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
};

describe('readMail', () => {
  it('reads back what mail-composer wrote: accents, both bodies, unsubscribe headers', async () => {
    const html = `<p>${accents}</p>`;
    const raw = await new MailComposer({
      from: '"Médiathèque de Valserine" <bonjour@valserine.example>',
      to: 'lea@example.org',
      subject: `${accents} `.repeat(3).trim(),
      text: `${accents}\nDeuxième ligne\n`.repeat(10),
      html,
      headers: unsubscribe,
    })
      .compile()
      .build();
    const mail = readMail(raw);
    expect(mail.text).toBe(`${accents}\nDeuxième ligne\n`.repeat(10));
    expect(mail.html).toBe(html);
    expect(mail.headers).toMatchObject({
      Subject: `${accents} `.repeat(3).trim(),
      ...unsubscribe,
    });
    expect(headerOf(mail.headers, 'FROM')).toBe(
      'Médiathèque de Valserine <bonjour@valserine.example>',
    );
  });

  it('leaves attachments out', async () => {
    const raw = await new MailComposer({
      text: 'corps',
      html: '<b>corps</b>',
      attachments: [{ filename: 'liste.txt', content: 'pièce jointe' }],
    })
      .compile()
      .build();
    expect(readMail(raw)).toMatchObject({ text: 'corps', html: '<b>corps</b>' });
  });

  it.each([
    ['a lone body', 'Subject: a\r\n\r\nbonjour', 'bonjour'],
    ['bare line feeds', 'Subject: a\n\nbonjour\n', 'bonjour\n'],
    ['no header at all', '\r\nbonjour', 'bonjour'],
    [
      'Latin-1',
      'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nr=E9=\r\nserv=E9',
      'réservé',
    ],
    ['an unknown charset', 'Content-Type: text/plain; charset=x-none\r\n\r\nbonjour', 'bonjour'],
    [
      'a multipart without its end',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nbonjour',
      'bonjour',
    ],
  ])('reads %s', (_, source, text) => {
    expect(readMail(Buffer.from(source, 'latin1')).text).toBe(text);
  });

  it('[RFC 2047 §6.2] joins encoded words, even in the middle of a character', () => {
    const subject = 'Subject: =?utf-8?B?w6k=?= =?UTF-8?Q?t=C3?=\r\n =?utf-8?Q?=A9_2026?= fin';
    expect(readMail(Buffer.from(`${subject}\r\n\r\n`)).headers['Subject']).toBe('été 2026 fin');
  });
});
