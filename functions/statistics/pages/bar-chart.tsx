interface Bar {
  readonly label: string;
  /** Hidden when absent. */
  readonly value: number | null;
}

const height = 160;
const step = 48;

/** Bars with their values written on them. A picture of a table that stands beside it, and says so to a screen reader. */
export function BarChart({
  title,
  bars,
  hidden,
}: {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly hidden: string;
}) {
  const top = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  const heightOf = (value: number | null) => ((value ?? 0) / top) * (height - 24);
  const said = bars.map(({ label, value }) => `${label} : ${value ?? hidden}`).join(' ; ');
  return (
    <svg
      role="img"
      aria-label={`${title}. ${said}`}
      viewBox={`0 0 ${String(Math.max(1, bars.length) * step)} ${String(height)}`}
      width={Math.max(1, bars.length) * step}
      height={height}
    >
      {bars.map(({ value }, n) => (
        <>
          <rect
            x={n * step + 6}
            y={height - heightOf(value)}
            width={step - 12}
            height={heightOf(value)}
            fill="currentColor"
            opacity={0.7}
          />
          <text
            x={n * step + step / 2}
            y={height - heightOf(value) - 6}
            text-anchor="middle"
            font-size={12}
            fill="currentColor"
          >
            {value ?? '–'}
          </text>
        </>
      ))}
    </svg>
  );
}
