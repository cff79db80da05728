import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { constructId } from '../../infra/cdk/construct-id.ts';
import { runbooks } from '../../infra/observability/alarms.ts';
import { makeStacks, root, subjects } from './stacks.ts';
import { resourcesOf } from './template.ts';

describe.each(subjects)('the alarms of %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const alarms = resourcesOf(stacks, 'AWS::CloudWatch::Alarm');

  it('watch each function, queue and table, the failures, the API and the break-glass role', () => {
    const consumers = inventory.functions.filter(({ consumes }) => consumes.length > 0);
    const expected = [
      'OldestDueItem',
      'ApiServerErrors',
      'BreakGlassAlarm',
      constructId('asynchronous', 'dead'),
      'FunctionThrottles',
      ...inventory.functions.map(({ id }) => constructId(id, 'errors')),
      ...consumers.flatMap(({ id }) => [constructId(id, 'dead'), constructId(id, 'age')]),
      ...inventory.tables.flatMap(({ name }) => [
        constructId(name, 'read', 'throttle', 'events'),
        constructId(name, 'write', 'throttle', 'events'),
      ]),
    ];
    expect(alarms.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
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

  it('stand on one dashboard', () =>
    expect(resourcesOf(stacks, 'AWS::CloudWatch::Dashboard')).toHaveLength(1));
});

describe('the runbooks', () => {
  it('are one page for each kind of alarm, and no page is without its alarm', async () => {
    const pages = await readdir(join(root, 'docs/runbooks'));
    expect(pages.toSorted()).toEqual(
      ['README.md', ...runbooks.map((name) => `${name}.md`)].toSorted(),
    );
  });

  it.each(runbooks)('%s says what is wrong, what to look at and what to do', async (name) => {
    const text = await readFile(join(root, `docs/runbooks/${name}.md`), 'utf8');
    const titles = [...text.matchAll(/^## (.*)$/gmu)].map(([, title]) => title);
    expect(titles).toEqual(['What it means', 'Look', 'Do', 'It is over when']);
  });
});
