export interface Progress {
  /** Adds to what is done of a total known from the start. */
  advance(by: number): void;
  end(): void;
}

/** Where progress is drawn; the standard error stream is one. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const width = 30;

/** One bar redrawn in place on a terminal; elsewhere one plain line each quarter, so that a log stays short. */
export function createProgress({
  screen,
  label,
  total,
}: {
  screen: Screen;
  label: string;
  total: number;
}): Progress {
  let done = 0;
  let drawnQuarter = -1;
  const draw = (): void => {
    const ratio = total === 0 ? 1 : done / total;
    const count = `${done}/${total}`;
    if (screen.isTTY) {
      const bar = '█'.repeat(Math.round(ratio * width)).padEnd(width, '·');
      screen.write(`\r${label.padEnd(10)} ${bar} ${count}`);
      return;
    }
    const quarter = Math.floor(ratio * 4);
    if (quarter === drawnQuarter) return;
    drawnQuarter = quarter;
    screen.write(`${label} ${count}\n`);
  };
  draw();
  return {
    advance(by) {
      done += by;
      draw();
    },
    end() {
      if (screen.isTTY) screen.write('\n');
    },
  };
}

export const silent: Progress = { advance: () => undefined, end: () => undefined };
