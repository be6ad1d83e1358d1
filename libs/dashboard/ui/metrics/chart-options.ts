import type uPlot from 'uplot';
import type { ChartProps, ChartSeries } from './chart.tsx';

/** `stack`: bars on top of each other. */
export type ChartKind = 'line' | 'stack';

export interface ChartSource {
  readonly element: HTMLElement;
  readonly kind: ChartKind;
  readonly props: () => ChartProps;
  /** Index under the pointer. */
  readonly onCursor: (index: number | null) => void;
  readonly onDraw: () => void;
}

/** What uPlot draws: seconds, and of a stack the sums, the greatest first so that the smaller ones lie on top. */
export function chartData(
  times: readonly number[],
  series: readonly ChartSeries[],
  kind: ChartKind,
): uPlot.AlignedData {
  const seconds = times.map((at) => at / 1000);
  if (kind === 'line') return [seconds, ...series.map(({ values }) => [...values])];
  const sums = times.map(() => 0);
  const stacked = series.map(({ values }) =>
    times.map((_, index) => {
      sums[index] = (sums[index] ?? 0) + (values[index] ?? 0);
      return sums[index] ?? 0;
    }),
  );
  return [seconds, ...stacked.toReversed()];
}

export function chartOptions(
  { element, kind, props, onCursor, onDraw }: ChartSource,
  Plot: typeof uPlot,
): uPlot.Options {
  const colours = new ColourReader(element);
  const { series, format } = props();
  const ordered = kind === 'stack' ? series.toReversed() : series;
  return {
    width: Math.max(100, element.clientWidth),
    height: Math.max(80, element.clientHeight),
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, sync: { key: 'metrics' }, points: { size: 6 }, y: false },
    scales: {
      x: { range: () => [props().from / 1000, props().to / 1000] },
      y: {
        range: (_plot, _min, max) => [
          0,
          Math.max(max ?? 0, ...(props().dots ?? []).map(({ value }) => value)) * 1.08 || 1,
        ],
      },
    },
    axes: axesOf(colours, format),
    series: [{}, ...ordered.map((one) => seriesOf(one, kind === 'stack' ? Plot.paths.bars : undefined, colours))],
    hooks: {
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      draw: [onDraw],
    },
  };
}

function axesOf(colours: ColourReader, format: (value: number) => string): uPlot.Axis[] {
  const shared = {
    stroke: colours.read('ink-soft'),
    font: '11px system-ui, sans-serif',
    ticks: { show: false },
  } as const;
  return [
    {
      ...shared,
      size: 24,
      gap: 4,
      grid: { show: false },
      space: 70,
      values: (_plot, splits) => splits.map((at) => clock(at, splits)),
    },
    {
      ...shared,
      size: 54,
      gap: 6,
      space: 34,
      grid: { stroke: colours.read('line'), width: 1 },
      values: (_plot, splits) => splits.map(format),
    },
  ];
}

function clock(at: number, splits: readonly number[]): string {
  const date = new Date(at * 1000);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const minutes = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  const step = (splits[1] ?? 60) - (splits[0] ?? 0);
  return step < 60 ? `${minutes}:${pad(date.getSeconds())}` : minutes;
}

function seriesOf(
  { label, colour }: ChartSeries,
  bars: uPlot.Series.BarsPathBuilderFactory | undefined,
  colours: ColourReader,
): uPlot.Series {
  const stroke = colours.read(colour);
  if (bars === undefined) return { label, stroke, width: 1.75, spanGaps: false, points: { size: 4 } };
  const paths = bars({ size: [0.82, 40], align: 1 });
  return { label, stroke, fill: stroke, width: 0, points: { show: false }, paths };
}

/** A canvas knows no custom properties: an element tells what they come to. */
class ColourReader {
  private readonly probe = document.createElement('span');
  private readonly parent: HTMLElement;

  constructor(parent: HTMLElement) {
    this.parent = parent;
  }

  read(token: string): string {
    this.parent.append(this.probe);
    this.probe.style.color = `var(--${token})`;
    const { color } = getComputedStyle(this.probe);
    this.probe.remove();
    return color;
  }
}
