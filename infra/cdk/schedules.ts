import type { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import * as z from 'zod';
import type { Network } from '#core/network.ts';
import type { InventorySchedule } from '../inventory/types.ts';
import { constructId } from './construct-id.ts';

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/** EventBridge Scheduler writes here when the run was due: a run that it starts again keeps its instant (RET-04). */
const dueInstant = '<aws.scheduler.scheduled-time>';

const Field = z.string().min(1);
const FiveFields = z.tuple([Field, Field, Field, Field, Field]);

/**
 * The expression that EventBridge Scheduler reads, from a rate in minutes or a five-field cron.
 * AWS wants six fields, names of days (its numbers start at SUN=1) and `?` in one of the two day fields.
 */
export function toScheduleExpression(
  schedule: Pick<InventorySchedule, 'id' | 'cron' | 'everyMinutes'>,
): string {
  const { id, cron = '', everyMinutes } = schedule;
  if (everyMinutes !== undefined) {
    return `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`;
  }
  const fields = FiveFields.safeParse(cron.trim().split(/\s+/u));
  if (!fields.success) throw new Error(`schedule ${id}: a cron has five fields, this is "${cron}"`);
  const [minute, hour, day, month, weekday] = fields.data;
  if (day !== '*' && weekday !== '*') {
    throw new Error(
      `schedule ${id}: EventBridge cannot join a day of the month and a day of the week ("${cron}")`,
    );
  }
  const days = weekday === '*' ? [day, '?'] : ['?', namedWeekdays(weekday)];
  return `cron(${minute} ${hour} ${days[0]} ${month} ${days[1]} *)`;
}

/** `1-5` → `MON-FRI`. A step (`1-5/2`) keeps its number. */
function namedWeekdays(field: string): string {
  return field
    .toUpperCase()
    .replaceAll(/(?<![\d/])[0-7](?!\d)/gu, (digit) => weekdays[Number(digit)] ?? digit);
}

/**
 * One role starts all schedules: it may invoke exactly the functions that some schedule names. The event is the
 * scheduler's own; its resource ends with the id of the schedule, as on one machine (`infra/local/scheduler.ts`).
 */
export function createSchedules(
  stack: Stack,
  args: {
    network: Network;
    schedules: readonly InventorySchedule[];
    functions: ReadonlyMap<string, Lambda>;
    failures: IQueue;
  },
): void {
  if (args.schedules.length === 0) return;
  const targetArn = (schedule: InventorySchedule) => {
    const target = args.functions.get(schedule.target);
    if (!target)
      throw new Error(
        `schedule ${schedule.id} names the function ${schedule.target}, which does not exist`,
      );
    return target.functionArn;
  };
  const role = createSchedulerRole(
    stack,
    [...new Set(args.schedules.map(targetArn))],
    args.failures.queueArn,
  );
  const group = new CfnScheduleGroup(stack, 'Schedules', { name: `discretion-${args.network.id}` });
  for (const schedule of args.schedules) {
    new CfnSchedule(stack, constructId(schedule.id, 'schedule'), {
      name: schedule.id,
      groupName: group.ref,
      description: schedule.title.en,
      scheduleExpression: toScheduleExpression(schedule),
      scheduleExpressionTimezone: schedule.zone ?? args.network.zone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: targetArn(schedule),
        roleArn: role.roleArn,
        input: JSON.stringify({ schedule: schedule.id, at: dueInstant }),
        deadLetterConfig: { arn: args.failures.queueArn },
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 3600 },
      },
    });
  }
}

function createSchedulerRole(
  stack: Stack,
  functionArns: readonly string[],
  failuresArn: string,
): Role {
  return new Role(stack, 'SchedulerRole', {
    description: 'Starts the scheduled functions',
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
    inlinePolicies: {
      start: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [...functionArns] }),
          new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failuresArn] }),
        ],
      }),
    },
  });
}
