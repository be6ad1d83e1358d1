import { readFileSync } from 'node:fs';
import { type Version, versions } from './versions.ts';

/** One field on docs/conformance.md. */
export interface Row {
  /** `Object.field`. */
  readonly name: string;
  readonly versions: readonly Version[];
  readonly status: string;
  /** The file with the test, from `docs`. */
  readonly proof: string;
}

/** Every row of every table of the page, under the name of the object in the heading above it. */
export function readPage(): readonly Row[] {
  const page = readFileSync(new URL('../../../docs/conformance.md', import.meta.url), 'utf8');
  let object = '';
  return page.split('\n').flatMap((line) => {
    object = /^## (.+) Object$/.exec(line)?.[1] ?? object;
    const cells = /^\| `(.+?)` \| (x?) \| (x?) \| (x?) \| (.+?) \| \[[^\]]+\]\((.+?)\)/.exec(line);
    if (cells === null) return [];
    const [, field = '', ...rest] = cells;
    const among = versions.filter((_, index) => rest[index] === 'x');
    return [{ name: `${object}.${field}`, versions: among, status: rest[3] ?? '', proof: rest[4] ?? '' }];
  });
}
