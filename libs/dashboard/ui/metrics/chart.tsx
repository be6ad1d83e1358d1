import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { formatTime } from '../format/format.ts';
import { theme } from '../shell/theme.ts';
import { type ChartKind, chartData, chartOptions } from './chart-options.ts';
import { thinOut } from './thin-out.ts';

export interface ChartSeries {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** A colour of `tokens.css`: `good`, `bad`, `accent`. */
  readonly colour: string;
}

/** A single request on a chart, with its trace behind it. */
export interface ChartDot {
  readonly at: number;
  readonly value: number;
  readonly href: string;
  readonly title: string;
  readonly bad: boolean;
}

export interface ChartProps {
  readonly title: string;
  /** Milliseconds, rising. */
  readonly times: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly series: readonly ChartSeries[];
  readonly kind?: ChartKind;
  readonly format: (value: number) => string;
  readonly dots?: readonly ChartDot[];
}

/** Numbers over time, drawn by uPlot; charts of a view share their cursor. */
export function Chart(props: ChartProps): JSX.Element {
  const { title, times, series, format, kind = 'line', dots = [] } = props;
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const [at, setAt] = useState<number | null>(null);
  const [drawn, setDrawn] = useState(0);
  const [failure, setFailure] = useState<string>();
  const scheme = useScheme();
  const shape = `${scheme} ${kind} ${series.map(({ label, colour }) => `${label} ${colour}`).join()}`;
  const data = useMemo(() => chartData(times, series, kind), [times, series, kind]);
  const newest = useRef(props);
  newest.current = props;
  const latestData = useRef(data);
  latestData.current = data;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    let end = (): void => {};
    let over = false;
    const draw = (Plot: typeof uPlot): void => {
      if (over) return;
      const source = {
        element,
        kind,
        props: () => newest.current,
        onCursor: setAt,
        onDraw: () => setDrawn((n) => n + 1),
      };
      const made = new Plot(chartOptions(source, Plot), latestData.current, element);
      plot.current = made;
      const observer = new ResizeObserver(() =>
        made.setSize({ width: element.clientWidth, height: element.clientHeight }),
      );
      observer.observe(element);
      end = () => {
        observer.disconnect();
        made.destroy();
        plot.current = undefined;
      };
    };
    // Loaded when the first chart is shown: no other view needs it.
    import('uplot').then(
      ({ default: Plot }) => draw(Plot),
      (cause: unknown) => setFailure(String(cause)),
    );
    return () => {
      over = true;
      end();
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(data), [data]);
  return (
    <figure class="chart">
      <figcaption>
        <h2>{title}</h2>
        <Legend series={series} at={at} times={times} format={format} />
      </figcaption>
      <div class="chart-frame">
        <div class="chart-plot" ref={frame} role="img" aria-label={inWords(title, series, format)} />
        {failure !== undefined && <p class="note">{`The chart cannot be drawn: ${failure}`}</p>}
        {plot.current && drawn > 0 && <Dots plot={plot.current} dots={dots} />}
      </div>
    </figure>
  );
}

/** Grows when light and dark change: a canvas does not follow by itself. */
function useScheme(): string {
  const [dark, setDark] = useState(() => window.matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const list = window.matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => setDark(list.matches);
    list.addEventListener('change', follow);
    return () => list.removeEventListener('change', follow);
  }, []);
  return `${theme.value} ${dark}`;
}

function Legend(props: {
  readonly series: readonly ChartSeries[];
  readonly at: number | null;
  readonly times: readonly number[];
  readonly format: (value: number) => string;
}): JSX.Element {
  const { series, at, times, format } = props;
  const time = at === null ? undefined : times[at];
  return (
    <ul class="chart-legend">
      {series.map(({ label, values, colour }) => {
        const value = at === null ? lastOf(values) : (values[at] ?? null);
        return (
          <li key={label}>
            <span class={`chart-swatch ${colour}`} aria-hidden="true" />
            {label} <span class="number">{value === null ? '–' : format(value)}</span>
          </li>
        );
      })}
      <li class="note number">{time === undefined ? 'newest' : formatTime(time).slice(0, 8)}</li>
    </ul>
  );
}

function Dots({ plot, dots }: { readonly plot: uPlot; readonly dots: readonly ChartDot[] }): JSX.Element {
  const { min, max } = plot.scales.x ?? {};
  const { offsetLeft, offsetTop } = plot.over;
  const placed = dots
    .filter(({ at }) => at / 1000 >= (min ?? 0) && at / 1000 <= (max ?? 0))
    .map((dot) => ({
      ...dot,
      left: offsetLeft + plot.valToPos(dot.at / 1000, 'x'),
      top: offsetTop + Math.max(0, plot.valToPos(dot.value, 'y')),
    }));
  return (
    <div class="chart-dots">
      {thinOut(placed).map(({ href, title, bad, left, top }) => (
        <a
          key={href}
          class={bad ? 'chart-dot bad' : 'chart-dot'}
          href={href}
          title={title}
          style={{ left: `${left}px`, top: `${top}px` }}
        >
          <span class="reader-only">{title}</span>
        </a>
      ))}
    </div>
  );
}

function inWords(title: string, series: readonly ChartSeries[], format: (value: number) => string): string {
  const parts = series.map(({ label, values }) => {
    const value = lastOf(values);
    return `${label} ${value === null ? 'no value' : format(value)}`;
  });
  return `${title}: ${parts.join(', ')}`;
}

function lastOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}
