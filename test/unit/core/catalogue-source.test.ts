import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { forbiddenPurposes, purposeCodes, purposes } from '#core/catalogue/purposes.ts';
import { type Parameter, ruleIds, rules } from '#core/catalogue/rules.ts';

// The specification lies beside the repository of its authors; a clone elsewhere has only the catalogue.
const source = join(import.meta.dirname, '../../../../shared/rules.md');
const present = existsSync(source);
const title = present
  ? 'against rules.md'
  : 'against rules.md (skipped: ../shared/rules.md is absent)';
const lines = present ? readFileSync(source, 'utf8').split('\n') : [];

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const sourceRules = lines
  .filter((line) => /^\| [A-Z]{3}-\d\d \|/u.test(line))
  .map((line) => {
    const [id = '', , parameters = '', basis = '', seed = '', must = ''] = cellsOf(line);
    return { id, parameters, basis, seed, must };
  });

const sourcePurposes = lines
  .filter((line) => /^\| P\d\d [A-Z_]+ \|/u.test(line))
  .map((line) => {
    const [name = '', , article = '', consent = '', channels = ''] = cellsOf(line);
    const [number = '', code = ''] = name.split(' ');
    return { number, code, article, consent, channels };
  });

const valueOf = (id: string): Readonly<Record<string, Parameter>> =>
  Object.entries(rules).find(([key]) => key === id)?.[1].parameters ?? {};

const flat = (value: Parameter): readonly string[] =>
  typeof value === 'object' ? Object.values(value).flatMap(flat) : [String(value)];

(present ? describe : describe.skip)(title, () => {
  it('has the same ids in the same order', () => {
    expect(ruleIds).toEqual(sourceRules.map(({ id }) => id));
  });

  it('has every default that is written name=value', () => {
    const written = sourceRules.flatMap(({ id, parameters }) => {
      const seen = new Set<string>();
      return [...parameters.matchAll(/`(\w+)=([^`]+)`/gu)].flatMap(([, name = '', value = '']) => {
        // STA-01 writes k twice; its second one, the internal floor, is checked below.
        if (seen.has(name)) return [];
        seen.add(name);
        return [{ id, name, value }];
      });
    });
    expect(written.length).toBeGreaterThan(30);
    const ours = written.map(({ id, name }) => ({
      id,
      name,
      value: flat(valueOf(id)[name] ?? []).join(),
    }));
    expect(ours).toEqual(written);
    expect(rules['STA-01'].parameters.internalK).toBe(5);
  });

  it('has every duration, mode and region of the parameter column', () => {
    const word = /(?<![\w-])(?:PT?\d+[YMDH]|[A-Z]+_[A-Z0-9_]+|[a-z]{2}-[a-z]+-\d)(?![\w-])/gu;
    const missing = sourceRules.flatMap(({ id, parameters }) => {
      const [accepted = ''] = parameters.split('(**not**');
      const ours = Object.values(valueOf(id)).flatMap(flat);
      return [...accepted.matchAll(word)]
        .map(([value]) => value)
        .filter((value) => !ours.includes(value))
        .map((value) => ({ id, value }));
    });
    expect(missing).toEqual([]);
  });

  it('is as sure as the research', () => {
    const letters = (text: string) => new Set(text.match(/(?<![\w.-])[VTMD](?![\w.-])/gu) ?? []);
    const graded = sourceRules
      .map(({ id, basis, parameters, must }) => ({
        id,
        marks: letters(`${basis} ${parameters} ${/\(D\)/u.exec(must)?.[0] ?? ''}`),
      }))
      .filter(({ marks }) => marks.size > 0);
    expect(graded.length).toBeGreaterThan(105);
    const ours = graded.map(({ id }) => ({
      id,
      marks: new Set<string>(Object.entries(rules).find(([key]) => key === id)?.[1].confidence),
    }));
    expect(ours).toEqual(graded);
  });

  it('names the texts in which each need was found', () => {
    const origins = sourceRules.map(({ id, seed }) => ({
      id,
      origin: new Set(seed.startsWith('not in seeds') ? ['brief'] : (seed.match(/S[0-4]/gu) ?? [])),
    }));
    const ours = origins.map(({ id }) => ({
      id,
      origin: new Set<string>(Object.entries(rules).find(([key]) => key === id)?.[1].origin),
    }));
    expect(ours).toEqual(origins);
  });

  it('has the purposes of chapter 3, with their consent, articles and channels', () => {
    const all = ['EMAIL', 'SMS', 'POST', 'PHONE', 'PORTAL'];
    const words: Record<string, string> = {
      'e-mail': 'EMAIL',
      SMS: 'SMS',
      post: 'POST',
      phone: 'PHONE',
      voice: 'VOICE',
      portal: 'PORTAL',
    };
    const channelsOf = (text: string, previous: readonly string[]) => {
      if (text === 'same') return previous;
      if (text === 'all') return all;
      // Desk, paper and secure files are not channels of the gate.
      return text.split(', ').flatMap((word) => words[word] ?? []);
    };
    let previous: readonly string[] = [];
    const written = sourcePurposes.map(({ number, code, article, consent, channels }) => {
      previous = channelsOf(channels, previous);
      return {
        number,
        code,
        articles: new Set(article.match(/\([ace]\)/gu)),
        consent: /yes|explicit/u.test(consent),
        explicit: consent.includes('explicit'),
        slot: consent.includes('slot'),
        channels: new Set(previous),
      };
    });
    const ours = purposeCodes.map((code) => {
      const { number, article, consent, explicit, slot, channels } = purposes[code];
      const articles = new Set(article.match(/\([ace]\)/gu));
      return {
        number,
        code,
        articles,
        consent,
        explicit,
        slot,
        channels: new Set<string>(channels),
      };
    });
    expect(ours).toEqual(written);
  });

  it('forbids X01 to X06', () => {
    expect(lines.some((line) => line.startsWith('| X01–X06 |'))).toBe(true);
    const numbers = Object.values(forbiddenPurposes).map(({ number }) => number);
    expect(numbers).toEqual(['X01', 'X02', 'X03', 'X04', 'X05', 'X06']);
  });
});
