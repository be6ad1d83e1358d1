interface NodePlace {
  readonly file: string;
  readonly line: number;
  /** From `config.development.yaml`. */
  readonly development: boolean;
}

export interface ScalarNode extends NodePlace {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export interface ListNode extends NodePlace {
  readonly kind: 'list';
  readonly items: readonly ConfigNode[];
}

export interface MapNode extends NodePlace {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, ConfigNode>;
}

/** A value of a configuration file that remembers where it stands. */
export type ConfigNode = ScalarNode | ListNode | MapNode;

export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  readonly development: boolean;
}

/** The overlay's values win; maps are merged key by key, lists are replaced, null leaves what was there. */
export function mergeNodes(base: ConfigNode, overlay: ConfigNode): ConfigNode {
  if (overlay.kind === 'scalar' && overlay.value === null) return base;
  if (base.kind !== 'map' || overlay.kind !== 'map') return overlay;
  const entries = new Map(base.entries);
  for (const [key, node] of overlay.entries) {
    const under = entries.get(key);
    entries.set(key, under === undefined ? node : mergeNodes(under, node));
  }
  return { ...base, entries };
}
