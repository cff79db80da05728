import { Cron } from 'croner';
import type { ScheduleSpec } from '#core/manifest.ts';
import { entriesOf, faultIn, type Check, type Finding } from './fault.ts';

/** A schedule runs by exactly one of a readable cron line and a rate. */
export const checkSchedules: Check = (plugin) =>
  entriesOf(plugin.manifest.schedules).flatMap(([name, schedule]) =>
    findings(schedule).map((finding) =>
      faultIn(plugin, { ...finding, field: `schedules.${name}.${finding.field}` }),
    ),
  );

function findings(schedule: ScheduleSpec): Finding[] {
  if ((schedule.cron === undefined) === (schedule.everyMinutes === undefined)) {
    return [
      {
        field: 'cron',
        message: 'It has neither or both of cron and everyMinutes.',
        remedy: "Give one: cron: '30 2 * * *' or everyMinutes: 10.",
      },
    ];
  }
  return isReadable(schedule)
    ? []
    : [
        {
          field: 'cron',
          message: `“${schedule.cron ?? ''}” in ${schedule.zone ?? 'the zone of the network'} cannot be read.`,
          remedy: 'Use five fields (minute hour day month weekday) and an IANA zone: Europe/Paris.',
        },
      ];
}

/** Five fields exactly: EventBridge Scheduler has no seconds. */
function isReadable({ cron, zone }: ScheduleSpec): boolean {
  if (cron === undefined) return true;
  if (cron.trim().split(/\s+/u).length !== 5) return false;
  try {
    const pattern = new Cron(cron, { paused: true, ...(zone !== undefined && { timezone: zone }) });
    return pattern.nextRun() !== null;
  } catch {
    return false;
  }
}
