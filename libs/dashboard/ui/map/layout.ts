/** What calls what. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

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
  /** Middle of the path: a label goes here. */
  readonly middle: { readonly x: number; readonly y: number };
  /** Runs against the direction of the layers: it closes a cycle. */
  readonly back: boolean;
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
  /** Between layers. */
  readonly layerGap: number;
  /** Within a layer. */
  readonly nodeGap: number;
  readonly margin: number;
  /** `down`: layers below each other, for narrow screens. */
  readonly direction: 'right' | 'down';
}

/** Places callers before what they call (Sugiyama's layers, few nodes). The same input gives the same picture. */
export function layoutMap(names: readonly string[], links: readonly Link[], sizes: LayoutSizes): MapLayout {
  const known = new Set(names);
  const real = links.filter((link) => known.has(link.from) && known.has(link.to));
  const back = findBackLinks(names, real);
  const forward = real.filter((link) => !back.has(link) && link.from !== link.to);
  const layers = orderLayers(groupByLayer(names, layerOf(names, forward)), forward);
  return place({ layers, links: real, back, sizes });
}

/** Links that close a cycle, found depth first. */
function findBackLinks(names: readonly string[], links: readonly Link[]): ReadonlySet<Link> {
  const back = new Set<Link>();
  const state = new Map<string, 'open' | 'done'>();
  const called = new Set(links.filter((link) => link.from !== link.to).map((link) => link.to));
  const visit = (name: string): void => {
    state.set(name, 'open');
    for (const link of links) {
      if (link.from !== name) continue;
      if (state.get(link.to) === 'open') back.add(link);
      else if (!state.has(link.to)) visit(link.to);
    }
    state.set(name, 'done');
  };
  // From those that nobody calls: what they reach is below them.
  for (const name of [...names.filter((one) => !called.has(one)), ...names]) if (!state.has(name)) visit(name);
  return back;
}

/** The longest way from a node that nobody calls. */
function layerOf(names: readonly string[], forward: readonly Link[]): ReadonlyMap<string, number> {
  const layers = new Map(names.map((name) => [name, 0]));
  // Without cycles the longest way has fewer steps than there are nodes.
  for (let step = 0, changed = true; changed && step < names.length; step += 1) {
    changed = false;
    for (const { from, to } of forward) {
      const least = (layers.get(from) ?? 0) + 1;
      if ((layers.get(to) ?? 0) >= least) continue;
      layers.set(to, least);
      changed = true;
    }
  }
  return layers;
}

function groupByLayer(names: readonly string[], layers: ReadonlyMap<string, number>): readonly (readonly string[])[] {
  const last = Math.max(-1, ...layers.values());
  return Array.from({ length: last + 1 }, (_, layer) => names.filter((name) => layers.get(name) === layer));
}

/** Each node near the middle of its neighbours: few crossings. */
function orderLayers(layers: readonly (readonly string[])[], forward: readonly Link[]): readonly (readonly string[])[] {
  const ordered = layers.map((layer) => [...layer]);
  for (let sweep = 0; sweep < 4; sweep += 1) {
    const down = sweep % 2 === 0;
    const position = new Map(ordered.flatMap((layer) => layer.map((name, at) => [name, at - (layer.length - 1) / 2])));
    for (const layer of down ? ordered : ordered.toReversed()) {
      const middle = new Map(layer.map((name) => [name, neighbourMiddle(name, { forward, down, position })]));
      layer.sort((one, other) => (middle.get(one) ?? 0) - (middle.get(other) ?? 0));
      layer.forEach((name, at) => void position.set(name, at - (layer.length - 1) / 2));
    }
  }
  return ordered;
}

function neighbourMiddle(
  name: string,
  from: { readonly forward: readonly Link[]; readonly down: boolean; readonly position: ReadonlyMap<string, number> },
): number {
  const neighbours = from.forward
    .filter((link) => (from.down ? link.to : link.from) === name)
    .map((link) => from.position.get(from.down ? link.from : link.to) ?? 0);
  if (neighbours.length === 0) return from.position.get(name) ?? 0;
  return neighbours.reduce((sum, at) => sum + at, 0) / neighbours.length;
}

function place(from: {
  readonly layers: readonly (readonly string[])[];
  readonly links: readonly Link[];
  readonly back: ReadonlySet<Link>;
  readonly sizes: LayoutSizes;
}): MapLayout {
  const { layers, sizes } = from;
  const right = sizes.direction === 'right';
  const [along, across] = right ? [sizes.nodeWidth, sizes.nodeHeight] : [sizes.nodeHeight, sizes.nodeWidth];
  const most = Math.max(0, ...layers.map((layer) => layer.length));
  const depth = Math.max(0, layers.length * (along + sizes.layerGap) - sizes.layerGap);
  const breadth = Math.max(0, most * (across + sizes.nodeGap) - sizes.nodeGap);
  const nodes = layers.flatMap((layer, index) => {
    const used = layer.length * (across + sizes.nodeGap) - sizes.nodeGap;
    return layer.map((name, at): PlacedNode => {
      const main = sizes.margin + index * (along + sizes.layerGap);
      const cross = sizes.margin + (breadth - used) / 2 + at * (across + sizes.nodeGap);
      return { name, layer: index, ...(right ? { x: main, y: cross } : { x: cross, y: main }) };
    });
  });
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const links = from.links.flatMap((link): readonly PlacedLink[] => {
    const [source, target] = [byName.get(link.from), byName.get(link.to)];
    if (source === undefined || target === undefined) return [];
    const back = from.back.has(link);
    return [{ ...link, back, ...(back ? curveBack : curve)(source, target, sizes) }];
  });
  const [width, height] = right ? [depth, breadth] : [breadth, depth];
  return { nodes, links, width: width + 2 * sizes.margin, height: height + 2 * sizes.margin };
}

type Curve = Pick<PlacedLink, 'path' | 'middle'>;

function curve(source: PlacedNode, target: PlacedNode, sizes: LayoutSizes): Curve {
  const { nodeWidth, nodeHeight } = sizes;
  if (sizes.direction === 'right') {
    const [x1, y1, x2, y2] = [source.x + nodeWidth, source.y + nodeHeight / 2, target.x, target.y + nodeHeight / 2];
    const bend = (x2 - x1) / 2;
    return { path: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`, middle: between(x1, y1, x2, y2) };
  }
  const [x1, y1, x2, y2] = [source.x + nodeWidth / 2, source.y + nodeHeight, target.x + nodeWidth / 2, target.y];
  const bend = (y2 - y1) / 2;
  return { path: `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`, middle: between(x1, y1, x2, y2) };
}

/** Around the side of the nodes, so that it does not lie on the way there. */
function curveBack(source: PlacedNode, target: PlacedNode, sizes: LayoutSizes): Curve {
  const { nodeWidth, nodeHeight, layerGap } = sizes;
  const reach = layerGap * 0.7;
  if (sizes.direction === 'right') {
    const y = Math.max(source.y, target.y) + nodeHeight + sizes.nodeGap * 0.8;
    const [x1, x2] = [source.x + nodeWidth / 2 + 12, target.x + nodeWidth / 2 - 12];
    const [y1, y2] = [source.y + nodeHeight, target.y + nodeHeight];
    return { path: `M${x1} ${y1} C${x1} ${y} ${x2} ${y} ${x2} ${y2}`, middle: { x: (x1 + x2) / 2, y: y - 8 } };
  }
  const x = Math.max(source.x, target.x) + nodeWidth + reach;
  const [y1, y2] = [source.y + nodeHeight / 2 + 6, target.y + nodeHeight / 2 - 6];
  const [x1, x2] = [source.x + nodeWidth, target.x + nodeWidth];
  return { path: `M${x1} ${y1} C${x} ${y1} ${x} ${y2} ${x2} ${y2}`, middle: { x: x - 10, y: (y1 + y2) / 2 } };
}

function between(x1: number, y1: number, x2: number, y2: number): { readonly x: number; readonly y: number } {
  return { x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
}
