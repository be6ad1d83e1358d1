import { basename, extname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { buildPage } from './build-page.ts';

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

let loaded: Promise<ReadonlyMap<string, PageFile>> | undefined;

/** The page's files by path: `/index.html`, which all views share, and `/assets/…`. Built once per process. */
export function loadPage(): Promise<ReadonlyMap<string, PageFile>> {
  loaded ??= readPage();
  return loaded;
}

async function readPage(): Promise<ReadonlyMap<string, PageFile>> {
  const { files, html } = await buildPage();
  const page = new Map<string, PageFile>();
  page.set('/index.html', { body: Buffer.from(html), type: 'text/html; charset=utf-8', immutable: false });
  page.set('/assets/icon.svg', { body: Buffer.from(icon), type: 'image/svg+xml', immutable: false });
  for (const { path, contents } of files)
    page.set(`/assets/${basename(path)}`, {
      // All browsers take gzip over plain HTTP, where they do not take brotli.
      body: await promisify(gzip)(contents, { level: 9 }),
      type: types[extname(path)] ?? 'application/octet-stream',
      encoding: 'gzip',
      immutable: true,
    });
  return page;
}
