import { describe, expect, it } from '@jest/globals';
import { toScheduleExpression } from '../../infra/cdk/schedules.ts';
import { makeStacks, network, subjects } from './stacks.ts';
import { at, flattener, resourcesOf } from './template.ts';

describe('the expression of a schedule', () => {
  it.each([
    ['5 0 * * *', 'cron(5 0 * * ? *)'],
    ['30 7 1 * *', 'cron(30 7 1 * ? *)'],
    ['0 8 * * 1', 'cron(0 8 ? * MON *)'],
    ['0 8 * * 1-5', 'cron(0 8 ? * MON-FRI *)'],
    ['0 8 * * 0', 'cron(0 8 ? * SUN *)'],
    ['0 8 * * 7', 'cron(0 8 ? * SUN *)'],
    ['0 8 * * mon,thu', 'cron(0 8 ? * MON,THU *)'],
    ['*/10 8-20 * * *', 'cron(*/10 8-20 * * ? *)'],
    ['0 3 15 1,7 *', 'cron(0 3 15 1,7 ? *)'],
  ])('turns %s into %s', (cron, expected) => {
    expect(toScheduleExpression({ id: 'trial', cron })).toBe(expected);
  });

  it.each([
    [1, 'rate(1 minute)'],
    [10, 'rate(10 minutes)'],
  ])('turns every %d minutes into %s', (everyMinutes, expected) => {
    expect(toScheduleExpression({ id: 'trial', everyMinutes })).toBe(expected);
  });

  it.each(['0 0 1 * 1', '0 0 * *', '0 0 0 1 * *', ''])('refuses "%s"', (cron) => {
    expect(() => toScheduleExpression({ id: 'trial', cron })).toThrow('schedule trial');
  });
});

describe.each(subjects)('the schedules of %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const flatten = flattener(stacks);
  const schedules = resourcesOf(stacks, 'AWS::Scheduler::Schedule');

  it('are those of the inventory, each in its zone', () => {
    const made = schedules.map(({ properties }) => [
      properties['Name'],
      properties['ScheduleExpressionTimezone'],
    ]);
    const declared = inventory.schedules.map(({ id, zone }) => [id, zone ?? network.zone]);
    expect(made.toSorted()).toEqual(declared.toSorted());
  });

  it('[RET-04] tell their function when they were due, so that a start that is repeated keeps its instant', () => {
    const inputs = schedules.map(({ properties }) => at(properties, 'Target', 'Input'));
    const told = inventory.schedules.map(({ id }) =>
      JSON.stringify({ schedule: id, at: '<aws.scheduler.scheduled-time>' }),
    );
    expect(inputs.toSorted()).toEqual(told.toSorted());
  });

  it('run at their minute, and keep a start that failed', () => {
    for (const { properties } of schedules) {
      expect(properties['FlexibleTimeWindow']).toEqual({ Mode: 'OFF' });
      expect(flatten(at(properties, 'Target', 'DeadLetterConfig', 'Arn'))).toBe('Failures');
    }
  });
});
