/**
 * How fast one client may call: a bucket of `burst` tokens that fills by one each `intervalMs`. Evergreen runs its
 * events one after the other, 15 to 27 ms each, and never repeats one that was refused (ils-facts.md §3.4): a whole
 * night run must pass, a flood must not.
 */
export const pace = { intervalMs: 20, burst: 1000 } as const;

/**
 * The bucket as one number, the instant at which it is full again: a request moves it on by one interval, and is
 * refused when it would lie more than the whole bucket ahead.
 *
 * @param now epoch milliseconds
 */
export const latestFullAt = (now: number): number => now + (pace.burst - 1) * pace.intervalMs;

/** Seconds to wait, as `Retry-After` says them. */
export const waitSeconds = (fullAt: number, now: number): number =>
  Math.max(1, Math.ceil((fullAt - latestFullAt(now)) / 1000));
