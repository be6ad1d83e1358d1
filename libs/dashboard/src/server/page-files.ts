import type { RouteAnswer } from './route.ts';

/** A file that the page is made of. */
export interface PageFile {
  readonly body: Uint8Array;
  /** Media type. */
  readonly type: string;
  readonly encoding?: 'br' | 'gzip';
  /** Its name changes with its content. */
  readonly immutable: boolean;
}

/** By path; `/index.html` is the page itself. */
export type PageFiles = ReadonlyMap<string, PageFile>;

// What the page does not know it says itself.
const others: ReadonlySet<string> = new Set(['api', 'assets', 'docs', 'v1']);

/** A file, or the page where the path may be one of its views; undefined: there is no such path. */
export function answerPage(files: PageFiles, segments: readonly string[], accepted: string): RouteAnswer | undefined {
  const file =
    files.get(`/${segments.join('/')}`) ?? (others.has(segments[0] ?? '') ? undefined : files.get('/index.html'));
  if (file === undefined) return undefined;
  const headers = {
    'content-type': file.type,
    'cache-control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
    vary: 'accept-encoding',
  };
  if (file.encoding === undefined) return { status: 200, headers, body: file.body };
  if (!accepted.includes(file.encoding)) return { status: 406, headers: { vary: 'accept-encoding' }, body: '' };
  return { status: 200, headers: { ...headers, 'content-encoding': file.encoding }, body: file.body };
}
