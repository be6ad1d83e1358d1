import { createHash } from 'node:crypto';
import { foldedName, type Operation } from '@brrt/service-model';

/** Folder of the files that developers own, one per operation, and of their registry. */
export const handlersFolder = 'src/handlers';
export const registryFile = `${handlersFolder}/index.ts`;

// Not to be had as file names on Windows; `index` is the registry's.
const reserved = /^(?:index|con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/**
 * `getPet` → `get-pet`, by `Operation.name`. A name that would be too long or is taken, also in another case, ends in
 * letters of its own.
 */
export function handlerFileNames(operations: readonly Pick<Operation, 'name'>[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(operations.map(({ name }) => [name, freeName(name, taken)]));
}

/** `getPetById` → `get-pet-by-id`, `petstore` stays. Letters of every script stay. */
export function kebabCase(name: string): string {
  return name
    .normalize('NFC')
    .replaceAll(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, '$1-$2')
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1-$2')
    .toLowerCase()
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
}

// Names of files have at most 255 octets, and archives may allow 100.
const longest = 80;

function freeName(operation: string, taken: Set<string>): string {
  const whole = kebabCase(operation);
  const base = shortened(whole);
  const plain = base === '' || reserved.test(base) ? `${base}-operation`.replace(/^-/, '') : base;
  const isOwn = base === whole && !taken.has(foldedName(plain));
  const first = isOwn ? plain : `${plain}-${fingerprint(operation)}`;
  let name = first;
  for (let count = 2; taken.has(foldedName(name)); count += 1) name = `${first}-${count}`;
  taken.add(foldedName(name));
  return name;
}

function shortened(name: string): string {
  let kept = '';
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > longest) return kept.replace(/-$/, '');
    kept += character;
  }
  return kept;
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
