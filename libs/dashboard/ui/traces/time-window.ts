/** The part of a trace that is shown, as shares of its duration: `{ from: 0, to: 1 }` is all of it. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

export const wholeTrace: TimeWindow = { from: 0, to: 1 };
const smallest = 1e-5;

/** Zooms by a factor (0.5: half as much is shown) around a place, and stays inside the trace. */
export function zoom(window: TimeWindow, factor: number, around = (window.from + window.to) / 2): TimeWindow {
  const width = Math.min(1, Math.max(smallest, (window.to - window.from) * factor));
  const share = window.to === window.from ? 0.5 : (around - window.from) / (window.to - window.from);
  return place(around - share * width, width);
}

/** Moves by a share of what is shown. */
export function pan(window: TimeWindow, share: number): TimeWindow {
  const width = window.to - window.from;
  return place(window.from + share * width, width);
}

/** From two places in any order; a click without a way selects nothing. */
export function select(one: number, other: number): TimeWindow | undefined {
  const from = Math.max(0, Math.min(one, other));
  const to = Math.min(1, Math.max(one, other));
  return to - from < 0.004 ? undefined : { from, to };
}

function place(from: number, width: number): TimeWindow {
  const start = Math.max(0, Math.min(1 - width, from));
  return { from: start, to: Math.min(1, start + width) };
}

/** Round numbers between two durations, about `wanted` of them: `[0, 20, 40]`. */
export function ticks(from: number, to: number, wanted = 5): readonly number[] {
  const rough = (to - from) / wanted;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const all: number[] = [];
  for (let tick = Math.ceil(from / step); tick * step < to - step * 0.25; tick += 1) all.push(tick * step);
  return all;
}
