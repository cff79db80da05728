import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { metricSpecs } from '#core/metrics.ts';
import { constructId } from '../../infra/cdk/construct-id.ts';
import { alarmsOf, rows, runbooks } from '../../infra/observability/alarms.ts';
import { makeStacks, root, subjects } from './stacks.ts';
import { resourcesOf } from './template.ts';

describe.each(subjects)('the alarms of %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const alarms = resourcesOf(stacks, 'AWS::CloudWatch::Alarm');

  const consumers = inventory.functions.filter(({ consumes }) => consumes.length > 0);

  it('watch what somebody suffers from, once for the network, and the age of each queue', () => {
    const expected = [
      'ApiServerErrors',
      'BreakGlassAlarm',
      'DeadLetters',
      'ErasedUntold',
      'FailedRuns',
      'FunctionErrors',
      'FunctionThrottles',
      'OldestDueItem',
      'OverdueReviews',
      ...consumers.map(({ id }) => constructId(id, 'age')),
    ];
    expect(alarms.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
  });

  it('are not one more for a function or a table more, and at most 25', () => {
    const [one] = inventory.functions.filter(({ consumes }) => consumes.length === 0);
    const more = Array.from({ length: 20 }, () => (one ? [one] : [])).flat();
    const grown = alarmsOf({ functions: [...inventory.functions, ...more] });
    expect(grown).toHaveLength(alarms.length);
    expect(alarms.length).toBeLessThanOrEqual(25);
  });

  it('each watch one metric: an expression costs as much as all that it reads', () => {
    for (const { name, properties } of alarms)
      expect([name, properties['Metrics']]).toEqual([name, undefined]);
  });

  it('ring at the topic of the IT team', () => {
    for (const { properties } of alarms) expect(properties['AlarmActions']).toHaveLength(1);
  });

  it('name the page of what to do, which exists', async () => {
    const pages = await readdir(join(root, 'docs/runbooks'));
    for (const { name, properties } of alarms) {
      const page = /docs\/runbooks\/([a-z-]+\.md)$/u.exec(
        String(properties['AlarmDescription']),
      )?.[1];
      expect([name, pages.includes(page ?? '')]).toEqual([name, true]);
    }
  });

  it('[RET-04] ring when nobody has swept, too', () => {
    const due = alarms.find(({ name }) => name === 'OldestDueItem');
    expect(due?.properties).toMatchObject({
      Namespace: 'Discretion',
      MetricName: 'OldestDueItem',
      Threshold: 24 * 3600,
      TreatMissingData: 'breaching',
    });
  });

  it.each([
    ['RET-09', 'a reader who is erased untold', 'ErasedUntold', 5 * 60],
    ['RET-06', 'a review that is overdue', 'OverdueReviews', 12 * 3600],
  ])('[%s] ring for %s, and not for silence', (_rule, _what, id, seconds) => {
    expect(alarms.find(({ name }) => name === id)?.properties).toMatchObject({
      MetricName: id,
      Threshold: 0,
      Period: seconds,
      TreatMissingData: 'notBreaching',
    });
  });

  it('stand on one dashboard, with a line for each function and each table', () => {
    const boards = resourcesOf(stacks, 'AWS::CloudWatch::Dashboard');
    expect(boards).toHaveLength(1);
    const body = JSON.stringify(boards[0]?.properties['DashboardBody']);
    for (const { id } of inventory.functions) expect(body).toContain(`${id} fails`);
    for (const { name } of inventory.tables) expect(body).toContain(`${name}: WriteThrottleEvents`);
    for (const row of rows) expect(body).toContain(`\\"title\\":\\"${row}\\"`);
  });

  it('[GOV-15] leave what people only look at to the log: what an alarm watches is billed, and no more', () => {
    const watched = Object.entries(metricSpecs).filter(([, spec]) => spec.watched);
    expect(watched.map(([name]) => name)).toEqual([
      'ErasedUntold',
      'OldestDueItem',
      'OverdueReviews',
    ]);
    const body = JSON.stringify(resourcesOf(stacks, 'AWS::CloudWatch::Dashboard')[0]);
    expect(body).toContain('stats sum(Messages) by channel, outcome');
    expect(body).toContain('stats sum(GateRefusals) by reason');
  });
});

describe('the runbooks', () => {
  it('are one page for each that an alarm names, and one for the restore that people start', async () => {
    const pages = await readdir(join(root, 'docs/runbooks'));
    expect(pages.toSorted()).toEqual(
      ['README.md', 'restore.md', ...runbooks.map((name) => `${name}.md`)].toSorted(),
    );
  });

  it.each(runbooks)('%s says what is wrong, what to look at and what to do', async (name) => {
    const text = await readFile(join(root, `docs/runbooks/${name}.md`), 'utf8');
    const titles = [...text.matchAll(/^## (.*)$/gmu)].map(([, title]) => title);
    expect(titles).toEqual(['What it means', 'Look', 'Do', 'It is over when']);
  });
});
