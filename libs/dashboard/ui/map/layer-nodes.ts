/** What calls what. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

/** A place in a layer: a node, or room for a link that passes. */
export interface LayerSlot {
  readonly name: string;
  readonly passing: boolean;
}

export interface LayeredGraph {
  /** From callers to what they call; slots in their order. */
  readonly layers: readonly (readonly LayerSlot[])[];
  /** Links that run against the layers: they close a cycle. */
  readonly back: ReadonlySet<Link>;
}

/** Name of the room that a link takes in a layer between its ends. */
export function passingName({ from, to }: Link, layer: number): string {
  return `${from}\n${to}\n${layer}`;
}

/** Puts callers in layers before what they call (Sugiyama): cycles opened, long links given room, few crossings. */
export function layerNodes(names: readonly string[], links: readonly Link[]): LayeredGraph {
  const back = findBackLinks(names, links);
  const forward = links.filter((link) => !back.has(link));
  const layerByName = layersByName(names, forward);
  const { slots, chains } = withPassing(names, forward, layerByName);
  return { layers: orderSlots(slots, chains), back };
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
function layersByName(names: readonly string[], forward: readonly Link[]): ReadonlyMap<string, number> {
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

interface WithPassing {
  readonly slots: readonly (readonly LayerSlot[])[];
  /** Links from layer to layer only. */
  readonly chains: readonly Link[];
}

function withPassing(
  names: readonly string[],
  forward: readonly Link[],
  layers: ReadonlyMap<string, number>,
): WithPassing {
  const last = Math.max(-1, ...layers.values());
  const slots = Array.from({ length: last + 1 }, (_, layer): LayerSlot[] =>
    names.filter((name) => layers.get(name) === layer).map((name) => ({ name, passing: false })),
  );
  const chains: Link[] = [];
  for (const link of forward) {
    const end = layers.get(link.to) ?? 0;
    let before = link.from;
    for (let layer = (layers.get(link.from) ?? 0) + 1; layer < end; layer += 1) {
      const name = passingName(link, layer);
      slots[layer]?.push({ name, passing: true });
      chains.push({ from: before, to: name });
      before = name;
    }
    chains.push({ from: before, to: link.to });
  }
  return { slots, chains };
}

/** Each slot near the middle of its neighbours: few crossings. */
function orderSlots(slots: WithPassing['slots'], chains: readonly Link[]): WithPassing['slots'] {
  const ordered = slots.map((layer) => [...layer]);
  for (let sweep = 0; sweep < 4; sweep += 1) {
    const down = sweep % 2 === 0;
    const position = new Map(ordered.flatMap((layer) => positionsOf(layer)));
    for (const layer of down ? ordered : ordered.toReversed()) {
      const middle = new Map(layer.map(({ name }) => [name, neighbourMiddle(name, { chains, down, position })]));
      layer.sort((one, other) => (middle.get(one.name) ?? 0) - (middle.get(other.name) ?? 0));
      for (const [name, at] of positionsOf(layer)) position.set(name, at);
    }
  }
  return ordered;
}

function positionsOf(layer: readonly LayerSlot[]): readonly (readonly [name: string, at: number])[] {
  return layer.map(({ name }, at) => [name, at - (layer.length - 1) / 2] as const);
}

function neighbourMiddle(
  name: string,
  from: { readonly chains: readonly Link[]; readonly down: boolean; readonly position: ReadonlyMap<string, number> },
): number {
  const neighbours = from.chains
    .filter((link) => (from.down ? link.to : link.from) === name)
    .map((link) => from.position.get(from.down ? link.from : link.to) ?? 0);
  if (neighbours.length === 0) return from.position.get(name) ?? 0;
  return neighbours.reduce((sum, at) => sum + at, 0) / neighbours.length;
}
