import { describe, expect, it } from '@jest/globals';
import { constructId } from '../../infra/cdk/naming.ts';
import { makeStacks, subjects } from './stacks.ts';
import { resourcesOf } from './template.ts';

describe.each(subjects)('the alarms of %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const alarms = resourcesOf(stacks, 'AWS::CloudWatch::Alarm');

  it('watch each function, queue and table, the failures, the API and the break-glass role', () => {
    const consumers = inventory.functions.filter(({ consumes }) => consumes.length > 0);
    const expected = [
      'ApiServerErrors',
      'BreakGlassAlarm',
      constructId('asynchronous', 'dead'),
      ...inventory.functions.flatMap(({ id }) => [
        constructId(id, 'errors'),
        constructId(id, 'throttles'),
      ]),
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

  it('stand on one dashboard', () =>
    expect(resourcesOf(stacks, 'AWS::CloudWatch::Dashboard')).toHaveLength(1));
});
