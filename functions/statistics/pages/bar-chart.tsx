interface Bar {
  /** Its name and its value, as they are read. */
  readonly label: string;
  /** Hidden when absent. */
  readonly value: number | undefined;
}

/** Of one bar and the line above it, in pixels. */
const step = 52;

/**
 * Lying bars, each under its label, so that a telephone shows them in letters of full size. A picture of a
 * table that stands beside it, and says so to a screen reader.
 */
export function BarChart({
  title,
  bars,
}: {
  readonly title: string;
  readonly bars: readonly Bar[];
}) {
  const top = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  const said = bars.map(({ label }) => label).join(' ; ');
  return (
    <svg role="img" aria-label={`${title}. ${said}`} width="100%" height={bars.length * step}>
      {bars.map(({ label, value }, n) => (
        <>
          <text x={0} y={n * step + 18} fill="currentColor">
            {label}
          </text>
          <rect
            x={0}
            y={n * step + 26}
            width={`${String(((value ?? 0) / top) * 100)}%`}
            height={16}
            fill="var(--link)"
          />
        </>
      ))}
    </svg>
  );
}
