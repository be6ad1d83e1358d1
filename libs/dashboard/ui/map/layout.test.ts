import { describe, expect, it } from 'vitest';
import type { Link } from './layer-nodes.ts';
import { type LayoutSizes, layoutMap } from './layout.ts';

const sizes: LayoutSizes = {
  nodeWidth: 100,
  nodeHeight: 40,
  layerGap: 80,
  leastLayerGap: 30,
  nodeGap: 20,
  margin: 10,
  room: 1000,
  direction: 'right',
};
const links = (...pairs: readonly string[]): readonly Link[] =>
  pairs.map((pair) => ({ from: pair.split('>')[0] ?? '', to: pair.split('>')[1] ?? '' }));

function layersOf(names: readonly string[], of: readonly Link[]): Record<string, number> {
  return Object.fromEntries(layoutMap(names, of, sizes).nodes.map((node) => [node.name, node.layer]));
}

describe('layoutMap', () => {
  it.each([
    [
      'callers before what they call',
      ['db', 'bff', 'users'],
      links('bff>users', 'users>db'),
      { bff: 0, users: 1, db: 2 },
    ],
    ['the longest way decides', ['a', 'b', 'c'], links('a>c', 'a>b', 'b>c'), { a: 0, b: 1, c: 2 }],
    ['a cycle is opened where it closes', ['a', 'b', 'c'], links('a>b', 'b>c', 'c>a'), { a: 0, b: 1, c: 2 }],
    ['who calls itself', ['a', 'b'], links('a>a', 'a>b'), { a: 0, b: 1 }],
    ['two that call each other', ['a', 'b'], links('a>b', 'b>a'), { a: 0, b: 1 }],
    ['who calls nobody', ['a', 'b'], [], { a: 0, b: 0 }],
    ['links to the unknown are left out', ['a'], links('a>x'), { a: 0 }],
  ])('%s', (_name, names, of, want) => expect(layersOf(names, of)).toEqual(want));

  it('marks the link that closes a cycle', () => {
    const { links: placed } = layoutMap(['a', 'b'], links('a>b', 'b>a'), sizes);
    expect(placed.map((link) => [link.from, link.back])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  it('draws an empty map', () => expect(layoutMap([], [], sizes)).toMatchObject({ nodes: [], links: [] }));

  it.each(['right', 'down'] as const)('lays no two of a hundred nodes over each other (%s)', (direction) => {
    const names = Array.from({ length: 100 }, (_, index) => `service-${index}`);
    const many = names.flatMap((name, index) => [
      { from: name, to: `service-${(index * 7 + 3) % 100}` },
      { from: name, to: `service-${(index * 13 + 1) % 100}` },
    ]);
    const { nodes, links: placed, width, height } = layoutMap(names, many, { ...sizes, direction });
    expect(nodes).toHaveLength(100);
    expect(placed).toHaveLength(200);
    for (const one of nodes) {
      expect(one.x >= 0 && one.y >= 0 && one.x + 100 <= width && one.y + 40 <= height).toBe(true);
      const overlapping = nodes.filter((other) => Math.abs(one.x - other.x) < 100 && Math.abs(one.y - other.y) < 40);
      expect(overlapping).toEqual([one]);
    }
    expect(layoutMap(names, many, { ...sizes, direction })).toEqual({ nodes, links: placed, width, height });
  });

  it('leads a long link around the nodes that it passes', () => {
    const { nodes, links: placed } = layoutMap(['a', 'b', 'c'], links('a>b', 'b>c', 'a>c'), sizes);
    const long = placed.find(({ from, to }) => from === 'a' && to === 'c');
    const b = nodes.find(({ name }) => name === 'b');
    if (b === undefined || long === undefined) throw new TypeError('all are placed');
    expect(long.middle.y < b.y || long.middle.y > b.y + 40).toBe(true);
  });

  it.each([
    [1000, 80],
    [400, 40],
    [100, 30],
  ])('leaves gaps that fit into a room of %s', (room, gap) => {
    const { nodes } = layoutMap(['a', 'b', 'c'], links('a>b', 'b>c'), { ...sizes, room });
    expect(nodes.map(({ x }) => x)).toEqual([10, 110 + gap, 210 + 2 * gap]);
  });

  it('puts what one calls side by side without crossing', () => {
    const { nodes } = layoutMap(['a', 'b', 'y', 'x'], links('a>x', 'b>y'), sizes);
    const at = new Map(nodes.map((node) => [node.name, node.y]));
    expect((at.get('a') ?? 0) < (at.get('b') ?? 0)).toBe((at.get('x') ?? 0) < (at.get('y') ?? 0));
  });
});
