import type { Operation } from '@brrt/service-model';

/** Folder of the files that developers own, one per operation, and of their registry. */
export const handlersFolder = 'src/handlers';
export const registryFile = `${handlersFolder}/index.ts`;

// Not to be had as file names on Windows; `index` is the registry's.
const reserved = /^(?:index|con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** `getPet` → `get-pet`, by `Operation.name`; names that differ only in case get a number. */
export function handlerFileNames(operations: readonly Pick<Operation, 'name'>[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(operations.map(({ name }) => [name, freeName(kebabCase(name), taken)]));
}

/** `getPetById` → `get-pet-by-id`, `petstore` stays. */
export function kebabCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .toLowerCase();
}

// Names of files have at most 255 octets, and archives may allow 100.
const longest = 80;

function freeName(wanted: string, taken: Set<string>): string {
  const base = wanted.slice(0, longest).replace(/-$/, '');
  const first = base === '' || reserved.test(base) ? `${base}-operation`.replace(/^-/, '') : base;
  let name = first;
  for (let count = 2; taken.has(name); count += 1) name = `${first}-${count}`;
  taken.add(name);
  return name;
}
