import type { Resource } from './describe-resource.ts';

/** What placeholders of a path hold in a request, by their names. */
type PathValues = Readonly<Record<string, unknown>>;

/** Collections below different parents are different ones. */
export function collectionKey(path: string, parents: readonly unknown[]): string {
  return [path, ...parents.map((value) => encodeURIComponent(String(value)))].join(' ');
}

export function parentsIn({ parents }: Pick<Resource, 'parents'>, values: PathValues): readonly unknown[] {
  return parents.map((name) => values[name]);
}

/** Whether what has the one path is below an item of the other: `/pets/{id}/notes` is below `/pets`, whatever `{id}` is called. */
export function isPathBelow(path: string, above: string): boolean {
  return withoutNames(path).startsWith(`${withoutNames(above)}/{}/`);
}

/** Whether the collection is below this item. */
export function isKeyBelow(key: string, above: { readonly path: string; readonly item: readonly unknown[] }): boolean {
  const [path = '', ...parents] = key.split(' ');
  const item = above.item.map((value) => encodeURIComponent(String(value)));
  return isPathBelow(path, above.path) && item.every((value, index) => parents[index] === value);
}

function withoutNames(path: string): string {
  return path.replaceAll(/\{[^{}]+\}/g, '{}');
}
