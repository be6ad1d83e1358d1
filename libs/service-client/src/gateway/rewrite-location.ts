import type { Operation } from '@brrt/service-model';
import type { BaseUrl } from '../base-url.ts';

/**
 * Where a reference of the called service leads for clients of this one: a path of this service, the reference itself when it leads
 * to somebody else, undefined when it leads into the called service and this one has no operation for it.
 */
export type LocationRewriter = (reference: string, target: string) => string | undefined;

interface Way {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** Path template of this service. */
  readonly to: string;
}

/** @param operations those of this service that go on to the called one */
export function createLocationRewriter(base: BaseUrl, operations: readonly Operation[]): LocationRewriter {
  const ways = operations.flatMap((operation) => wayBack(operation) ?? []);
  return (reference, target) => {
    const url = URL.canParse(reference, base.origin + target) ? new URL(reference, base.origin + target) : undefined;
    if (url === undefined) return undefined;
    if (url.origin !== base.origin) return reference;
    if (!url.pathname.startsWith(`${base.path}/`)) return undefined;
    const path = url.pathname.slice(base.path.length);
    for (const { pattern, names, to } of ways) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const values = new Map(names.map((name, index) => [name, match[index + 1] ?? '']));
      return to.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => values.get(name) ?? '') + url.search + url.hash;
    }
    return undefined;
  };
}

/** Undefined: the path there does not say all that is needed here. */
function wayBack({ path, basePaths, passThrough }: Operation): Way | undefined {
  if (passThrough === undefined) return undefined;
  const parts = passThrough.path.split(/\{([^{}]+)\}/);
  const names = parts.filter((_, index) => index % 2 === 1);
  const needed = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? '');
  if (needed.some((name) => !names.includes(name))) return undefined;
  const source = parts
    .map((part, index) => (index % 2 === 0 ? part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') : '([^/]+?)'))
    .join('');
  return { pattern: new RegExp(`^${source}$`), names, to: (basePaths[0] ?? '') + path };
}
