import { type LayeredGraph, type LayerSlot, type Link, layerNodes, passingName } from './layer-nodes.ts';

export interface PlacedNode {
  readonly name: string;
  /** From callers to what they call, from 0. */
  readonly layer: number;
  /** Upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedLink extends Link {
  /** SVG path. */
  readonly path: string;
  /** A label goes here. */
  readonly middle: Point;
  /** Runs against the direction of the layers: it closes a cycle. */
  readonly back: boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface MapLayout {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
  readonly width: number;
  readonly height: number;
}

export interface LayoutSizes {
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  /** Between layers, where there is room. */
  readonly layerGap: number;
  /** Between layers, at the least. */
  readonly leastLayerGap: number;
  /** Within a layer. */
  readonly nodeGap: number;
  readonly margin: number;
  /** Room along the layers: gaps shrink to stay within. */
  readonly room: number;
  /** `down`: layers below each other, for narrow screens. */
  readonly direction: 'right' | 'down';
}

/** How broad the way of a link is that passes a layer. */
const PASSING = 22;

/** Places callers before what they call. The same input gives the same picture. */
export function layoutMap(names: readonly string[], links: readonly Link[], sizes: LayoutSizes): MapLayout {
  const known = new Set(names);
  const real = links.filter((link) => known.has(link.from) && known.has(link.to));
  const graph = layerNodes(names, real);
  const slots = placeSlots(graph, sizes);
  const drawn = real.map((link) => placeLink(link, { graph, slots, sizes }));
  const nodes = [...slots.values()].filter(({ passing }) => !passing);
  const right = sizes.direction === 'right';
  const length = Math.max(0, ...[...slots.values()].map(({ main }) => main + alongOf(sizes))) + sizes.margin;
  const breadth = 2 * sizes.margin + breadthOf(graph.layers, sizes);
  return {
    nodes: nodes.map(({ name, layer, main, cross }) => ({ name, layer, ...toPoint(main, cross, sizes) })),
    links: drawn,
    width: right ? length : breadth,
    height: right ? breadth : length,
  };
}

/** Direction set aside: `main` runs along the layers, `cross` within one. */
interface PlacedSlot extends LayerSlot {
  readonly layer: number;
  readonly main: number;
  readonly cross: number;
  readonly size: number;
}

function placeSlots({ layers }: LayeredGraph, sizes: LayoutSizes): ReadonlyMap<string, PlacedSlot> {
  const along = alongOf(sizes);
  const gaps = Math.max(1, layers.length - 1);
  const free = (sizes.room - 2 * sizes.margin - layers.length * along) / gaps;
  const gap = Math.max(sizes.leastLayerGap, Math.min(sizes.layerGap, free));
  const breadth = breadthOf(layers, sizes);
  const placed = new Map<string, PlacedSlot>();
  layers.forEach((slots, layer) => {
    let cross = sizes.margin + (breadth - usedBy(slots, sizes)) / 2;
    for (const slot of slots) {
      const size = sizeOf(slot, sizes);
      placed.set(slot.name, { ...slot, layer, main: sizes.margin + layer * (along + gap), cross, size });
      cross += size + sizes.nodeGap;
    }
  });
  return placed;
}

function alongOf({ direction, nodeWidth, nodeHeight }: LayoutSizes): number {
  return direction === 'right' ? nodeWidth : nodeHeight;
}

function sizeOf({ passing }: LayerSlot, { direction, nodeWidth, nodeHeight }: LayoutSizes): number {
  if (passing) return PASSING;
  return direction === 'right' ? nodeHeight : nodeWidth;
}

function usedBy(slots: readonly LayerSlot[], sizes: LayoutSizes): number {
  return slots.reduce((sum, slot) => sum + sizeOf(slot, sizes) + sizes.nodeGap, -sizes.nodeGap);
}

function breadthOf(layers: LayeredGraph['layers'], sizes: LayoutSizes): number {
  return Math.max(0, ...layers.map((slots) => usedBy(slots, sizes)));
}

function toPoint(main: number, cross: number, { direction }: LayoutSizes): Point {
  return direction === 'right' ? { x: main, y: cross } : { x: cross, y: main };
}

interface Placement {
  readonly graph: LayeredGraph;
  readonly slots: ReadonlyMap<string, PlacedSlot>;
  readonly sizes: LayoutSizes;
}

function placeLink(link: Link, placement: Placement): PlacedLink {
  const { graph, slots, sizes } = placement;
  const [source, target] = [slots.get(link.from), slots.get(link.to)];
  if (source === undefined || target === undefined) throw new TypeError(`${link.from} or ${link.to} has no place`);
  if (graph.back.has(link)) return { ...link, back: true, ...curveBack(source, target, sizes) };
  const along = alongOf(sizes);
  const points: (readonly [main: number, cross: number])[] = [[source.main + along, centreOf(source)]];
  for (let layer = source.layer + 1; layer < target.layer; layer += 1) {
    const slot = slots.get(passingName(link, layer));
    if (slot !== undefined) points.push([slot.main, centreOf(slot)], [slot.main + along, centreOf(slot)]);
  }
  points.push([target.main, centreOf(target)]);
  return { ...link, back: false, path: curveThrough(points, sizes), middle: middleOf(points, sizes) };
}

function centreOf({ cross, size }: PlacedSlot): number {
  return cross + size / 2;
}

function curveThrough(points: readonly (readonly [main: number, cross: number])[], sizes: LayoutSizes): string {
  const write = (main: number, cross: number): string => {
    const { x, y } = toPoint(main, cross, sizes);
    return `${x} ${y}`;
  };
  const [first = [0, 0], ...rest] = points;
  let path = `M${write(...first)}`;
  let [main, cross] = first;
  for (const [nextMain, nextCross] of rest) {
    const bend = (nextMain - main) / 2;
    path += ` C${write(main + bend, cross)} ${write(nextMain - bend, nextCross)} ${write(nextMain, nextCross)}`;
    [main, cross] = [nextMain, nextCross];
  }
  return path;
}

/** Of the piece in the middle. */
function middleOf(points: readonly (readonly [main: number, cross: number])[], sizes: LayoutSizes): Point {
  const at = Math.floor((points.length - 1) / 2);
  const [one = [0, 0], other = [0, 0]] = [points[at], points[at + 1]];
  return toPoint((one[0] + other[0]) / 2, (one[1] + other[1]) / 2, sizes);
}

/** Around the side of the nodes, so that it does not lie on the way there. */
function curveBack(source: PlacedSlot, target: PlacedSlot, sizes: LayoutSizes): Pick<PlacedLink, 'path' | 'middle'> {
  const along = alongOf(sizes);
  const side = Math.max(source.cross + source.size, target.cross + target.size);
  const reach = side + sizes.nodeGap * 0.7;
  const [from, to] = [source.main + along / 2 + 12, target.main + along / 2 - 12];
  const point = (main: number, cross: number): string => {
    const { x, y } = toPoint(main, cross, sizes);
    return `${x} ${y}`;
  };
  const path = `M${point(from, source.cross + source.size)} C${point(from, reach)} ${point(to, reach)} ${point(to, target.cross + target.size)}`;
  return { path, middle: toPoint((from + to) / 2, side + sizes.nodeGap * 0.5, sizes) };
}
