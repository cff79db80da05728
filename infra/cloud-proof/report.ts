/** Progress as it is made, one line a step, with the seconds since the start. */
export interface Report {
  /** Runs a step. A failure is told and counted, and gives nothing. */
  step<T extends { readonly words: string }>(
    title: string,
    act: () => Promise<T>,
  ): Promise<T | undefined>;
  say(text: string): void;
  /** The last line. @returns the exit code */
  end(): number;
}

export function createReport(screen: { write(text: string): unknown }, now: () => number): Report {
  const start = now();
  const seconds = () => `${String(Math.round((now() - start) / 1000)).padStart(4)} s`;
  let [done, failed] = [0, 0];
  return {
    async step(title, act) {
      screen.write(`${seconds()}    ${title}…\n`);
      try {
        const result = await act();
        done += 1;
        screen.write(`${seconds()}  ✓ ${result.words}\n`);
        return result;
      } catch (error) {
        failed += 1;
        screen.write(`${seconds()}  ✗ ${error instanceof Error ? error.message : String(error)}\n`);
        return undefined;
      }
    },
    say: (text) => void screen.write(text),
    end() {
      screen.write(
        failed === 0
          ? `${seconds()}  ${done} steps, all as they should be.\n`
          : `${seconds()}  ${failed} of ${done + failed} steps failed.\n`,
      );
      return failed === 0 ? 0 : 1;
    },
  };
}
