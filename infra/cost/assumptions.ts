interface Assumption {
  readonly value: number;
  readonly what: string;
  /** Where the value comes from. */
  readonly why: string;
}

/** All that the bill takes for granted beside what is measured and priced. `docs/cost.md` prints it. */
export const assumptions = {
  invocationMs: {
    value: 10,
    what: 'milliseconds of an invocation, besides its calls',
    why: 'ours, of a warm function; a cold start is a few hundred, on few of them',
  },
  callMs: {
    value: 8,
    what: 'milliseconds that a function waits for a call to a service',
    why: 'ours; DynamoDB and KMS answer in 3 to 10 within a region',
  },
  gigabytes: {
    value: 0.75,
    what: 'gigabytes of memory of an average invocation',
    why: 'functions have 0.5, the four that make pages or documents 1',
  },
  monthsKept: {
    value: 4.5,
    what: 'months that a loan is stored',
    why: 'three weeks of loan, then to the end of the fourth month (RET-03)',
  },
  platformBytes: {
    value: 400,
    what: 'bytes that Lambda itself logs for an invocation',
    why: 'its lines START, END and REPORT',
  },
  accessBytes: {
    value: 300,
    what: 'bytes of the access log for a request',
    why: 'seven fields, infra/cdk/api.ts',
  },
  pollsAMinute: {
    value: 15,
    what: 'requests a minute with which Lambda polls a queue, whatever is in it',
    why: 'five pollers, each waiting for 20 seconds; neither can be set lower (U)',
  },
  unwrapsAnHour: {
    value: 12,
    what: 'times an hour that the storage key is opened for a table or a queue, at most',
    why: 'DynamoDB and SQS keep a data key for five minutes (U)',
  },
  keyVersions: {
    value: 3,
    what: 'versions of a master key that are billed',
    why: 'it turns every year; AWS bills the first two older versions as well: $4 less in the first year, $2 in the second',
  },
  runsOfCron: {
    value: 60,
    what: 'runs a month of a schedule that is no rate',
    why: 'twice a day; most run once',
  },
  peak: {
    value: 10,
    what: 'busiest second, as a multiple of the average second of the month',
    why: 'opening hours (4 ×), Wednesdays and Saturdays, the day before a holiday',
  },
} as const satisfies Record<string, Assumption>;
