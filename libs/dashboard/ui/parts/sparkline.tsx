import type { JSX } from 'preact';
import type { Tone } from './badge.tsx';
import { classNames } from './class-names.ts';

/** Values over time, without axes; null is a gap. It fills the width it is given. */
export function Sparkline(props: {
  readonly values: readonly (number | null)[];
  /** What it shows, in words with the newest value. */
  readonly label: string;
  readonly kind?: 'line' | 'bars';
  readonly tone?: Tone;
}): JSX.Element {
  const { values, label, kind = 'line', tone = 'neutral' } = props;
  const maximum = Math.max(...values.map((value) => value ?? 0), Number.MIN_VALUE);
  const heightOf = (value: number) => (Math.max(0, value) / maximum) * 22;
  return (
    <svg
      class={classNames('sparkline', tone)}
      viewBox={`0 0 ${Math.max(1, kind === 'bars' ? values.length : values.length - 1)} 24`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {kind === 'bars' ? (
        values.map((value, index) =>
          value === null || value === 0 ? null : (
            <rect key={index} x={index + 0.1} width={0.8} y={23 - heightOf(value)} height={heightOf(value) + 1} />
          ),
        )
      ) : (
        <path d={linePath(values, heightOf)} vector-effect="non-scaling-stroke" />
      )}
    </svg>
  );
}

function linePath(values: readonly (number | null)[], heightOf: (value: number) => number): string {
  let path = '';
  let drawing = false;
  for (const [index, value] of values.entries()) {
    if (value !== null) path += `${drawing ? 'L' : 'M'}${index} ${(23 - heightOf(value)).toFixed(2)}`;
    drawing = value !== null;
  }
  return path;
}
