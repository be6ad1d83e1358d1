/**
 * Durations counted in cells that grow with them: 32 to each doubling, so that a percentile is at most 1.6 % off. A list holds only
 * cells that something fell into, cell and count packed in one small integer.
 */
export type LatencyCells = number[];

const perDoubling = 32;
const countBits = 21;
const maximumCount = 2 ** countBits - 1;
export const cellCount = 1_024;

export function addDuration(cells: LatencyCells, milliseconds: number): void {
  const cell = cellOf(milliseconds);
  for (let index = 0; index < cells.length; index += 1) {
    const packed = cells[index] ?? 0;
    if (packed >>> countBits !== cell || (packed & maximumCount) === maximumCount) continue;
    cells[index] = packed + 1;
    return;
  }
  cells.push(cell * 2 ** countBits + 1);
}

/** Adds what a list holds to a count for each cell. */
export function sumCells(cells: LatencyCells, into: Float64Array): void {
  for (const packed of cells) {
    const cell = packed >>> countBits;
    into[cell] = (into[cell] ?? 0) + (packed & maximumCount);
  }
}

/** Milliseconds that the share of the durations does not exceed; null where there are none. */
export function percentile(counts: Float64Array, total: number, share: number): number | null {
  if (total === 0) return null;
  let rank = Math.ceil(total * share);
  for (let cell = 0; cell < counts.length; cell += 1) {
    rank -= counts[cell] ?? 0;
    if (rank <= 0) return middleOf(cell);
  }
  return null;
}

function cellOf(milliseconds: number): number {
  const micros = Math.min(Math.max(Math.round(milliseconds * 1000), 0), 2 ** 31 - 1);
  if (micros < perDoubling) return micros;
  const shift = 26 - Math.clz32(micros);
  return perDoubling + shift * perDoubling + ((micros >>> shift) & (perDoubling - 1));
}

function middleOf(cell: number): number {
  if (cell < perDoubling) return cell / 1000;
  const shift = Math.floor(cell / perDoubling) - 1;
  const lowest = (perDoubling + (cell % perDoubling)) * 2 ** shift;
  return (lowest + (2 ** shift - 1) / 2) / 1000;
}
