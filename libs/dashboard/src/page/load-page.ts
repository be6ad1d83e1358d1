import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A file of the page, ready to be sent. */
export interface PageFile {
  readonly body: Uint8Array;
  readonly type: string;
  readonly encoding?: 'br' | 'gzip';
  /** Its name changes with its content: it may be cached for ever. */
  readonly immutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 4h6M5 8h9M8 12h4" fill="none" stroke="#0e8a9b" stroke-width="2.4" stroke-linecap="round"/></svg>`;

/** The page that the published package brings, so that nobody installs what it is built of. */
const published = join(import.meta.dirname, '../../page');

let loaded: Promise<ReadonlyMap<string, PageFile>> | undefined;

/** The page's files by path: `/index.html`, which all views share, and `/assets/…`. Built once per process. */
export function loadPage(): Promise<ReadonlyMap<string, PageFile>> {
  loaded ??= existsSync(published) ? readPage() : makePage();
  return loaded;
}

async function makePage(): Promise<ReadonlyMap<string, PageFile>> {
  const { buildPage } = await import('./build-page.ts');
  const { files, html } = await buildPage();
  const assets = files.map(async ({ path, contents }) => {
    return [basename(path), await promisify(gzip)(contents, { level: 9 })] as const;
  });
  return pageOf(Buffer.from(html), await Promise.all(assets));
}

async function readPage(): Promise<ReadonlyMap<string, PageFile>> {
  const read = (name: string): Promise<Buffer> => readFile(join(published, name));
  const names = (await readdir(published)).filter((name) => name.endsWith('.gz'));
  const assets = names.map(async (name) => [name.slice(0, -'.gz'.length), await read(name)] as const);
  return pageOf(await read('index.html'), await Promise.all(assets));
}

/** Assets by name, compressed: all browsers take gzip over plain HTTP, where they do not take brotli. */
function pageOf(html: Uint8Array, assets: readonly (readonly [string, Uint8Array])[]): ReadonlyMap<string, PageFile> {
  return new Map<string, PageFile>([
    ['/index.html', { body: html, type: 'text/html; charset=utf-8', immutable: false }],
    ['/assets/icon.svg', { body: Buffer.from(icon), type: 'image/svg+xml', immutable: false }],
    ...assets.map(([name, body]): [string, PageFile] => [
      `/assets/${name}`,
      { body, type: types[extname(name)] ?? 'application/octet-stream', encoding: 'gzip', immutable: true },
    ]),
  ]);
}
