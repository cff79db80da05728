import { describe, expect, it } from '@jest/globals';
import { ruleMentions, tagPattern, tagsOf } from '../../../infra/rules/tags.ts';

describe('mentions of a rule', () => {
  it.each([
    ['one id', 'see RET-01.', ['RET-01']],
    ['a list', 'RET-01/06/08', ['RET-01', 'RET-06', 'RET-08']],
    ['a range with dots', 'RET-09..11', ['RET-09', 'RET-10', 'RET-11']],
    ['a range with a dash', 'CAM-02–04', ['CAM-02', 'CAM-03', 'CAM-04']],
    ['a range after a list', 'NOT-03/05..07', ['NOT-03', 'NOT-05', 'NOT-06', 'NOT-07']],
    ['no id twice', 'GOV-10, GOV-10', ['GOV-10']],
    ['an id that no rule has', 'RET-99', ['RET-99']],
    ['quoted ids', "rules['CON-06']", ['CON-06']],
  ])('reads %s', (_, text, ids) => {
    expect(ruleMentions(text)).toEqual(ids);
  });

  it.each(['CARET-01', 'RET-2026', 'X-RET-01', 'RET-1', 'ABC-01'])('passes %s over', (text) => {
    expect(ruleMentions(text)).toEqual([]);
  });
});

describe('tags of a test title', () => {
  it('reads ids and situations between square brackets, in titles and in describes', () => {
    const title = 'gate [CON-04 #106] [NOT-03/04] sends nothing [#20, #20]';
    expect(tagsOf(title)).toEqual({
      rules: ['CON-04', 'NOT-03', 'NOT-04'],
      situations: [106, 20],
    });
  });

  it('passes over what stands outside brackets', () => {
    expect(tagsOf('as RET-01 says in issue #12')).toEqual({ rules: [], situations: [] });
  });

  it('has a pattern for Jest that finds every tag and nothing else', () => {
    const pattern = new RegExp(tagPattern, 'iu');
    const found = ['a [STA-01] b', '[#7] a', 'x [GOV-05, #1]'].filter((title) =>
      pattern.test(title),
    );
    expect(found).toHaveLength(3);
    expect(pattern.test('RET-01 without brackets')).toBe(false);
    expect(pattern.test('an array [0]')).toBe(false);
  });
});
