/** What a piece of an ECMA-262 pattern can stand for. */
export type PatternNode =
  | { readonly kind: 'set'; readonly characters: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly [PatternNode, ...PatternNode[]] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'group'; readonly part: PatternNode; readonly number: number; readonly name: string | undefined }
  /** What a group has matched, by number or name. */
  | { readonly kind: 'reference'; readonly group: string }
  /** The text before has to end so. */
  | { readonly kind: 'behind'; readonly part: PatternNode }
  /** The text after has to begin so. */
  | { readonly kind: 'ahead'; readonly part: PatternNode }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** Numbers of characters that a node can stand for, assertions and references not counted. */
export interface PatternSize {
  readonly minimum: number;
  readonly maximum: number;
}

/** The sizes a node can have. */
export function sizeOf(node: PatternNode): PatternSize {
  switch (node.kind) {
    case 'set':
      return { minimum: 1, maximum: 1 };
    case 'group':
      return sizeOf(node.part);
    case 'sequence':
      return sum(node.parts.map(sizeOf));
    case 'choice': {
      const sizes = node.options.map(sizeOf);
      return {
        minimum: Math.min(...sizes.map(({ minimum }) => minimum)),
        maximum: Math.max(...sizes.map(({ maximum }) => maximum)),
      };
    }
    case 'repeat': {
      const { minimum, maximum } = sizeOf(node.part);
      return { minimum: minimum * node.minimum, maximum: maximum === 0 ? 0 : maximum * node.maximum };
    }
    default:
      return { minimum: 0, maximum: 0 };
  }
}

function sum(sizes: readonly PatternSize[]): PatternSize {
  return {
    minimum: sizes.reduce((total, { minimum }) => total + minimum, 0),
    maximum: sizes.reduce((total, { maximum }) => total + maximum, 0),
  };
}

/** The nodes of a kind, wherever they stand. */
export function nodesOf<Kind extends PatternNode['kind']>(
  node: PatternNode,
  kind: Kind,
): readonly Extract<PatternNode, { readonly kind: Kind }>[] {
  const inner = childrenOf(node).flatMap((child) => nodesOf(child, kind));
  // The cast: a node of the kind is of its type.
  return node.kind === kind ? [node as Extract<PatternNode, { readonly kind: Kind }>, ...inner] : inner;
}

function childrenOf(node: PatternNode): readonly PatternNode[] {
  if (node.kind === 'sequence') return node.parts;
  if (node.kind === 'choice') return node.options;
  return 'part' in node ? [node.part] : [];
}

/** Whether every match begins at the start, or ends at the end, of the text. */
export function isAnchored(node: PatternNode, side: 'start' | 'end'): boolean {
  if (node.kind === side) return true;
  if (node.kind === 'group') return isAnchored(node.part, side);
  if (node.kind === 'choice') return node.options.every((option) => isAnchored(option, side));
  if (node.kind !== 'sequence') return false;
  const parts = side === 'start' ? node.parts : node.parts.toReversed();
  const first = parts.find(({ kind }) => kind !== 'ahead' && kind !== 'behind');
  return first !== undefined && isAnchored(first, side);
}
