import type { DocsFileName } from '../ports/docs-files.ts';

/** Who shows the API reference. */
export const docsViewers = ['scalar', 'swagger'] as const;

export type DocsViewer = (typeof docsViewers)[number];

/** Media types of their files. */
export const docsFileTypes: Readonly<Record<DocsFileName, string>> = {
  'scalar.js': 'text/javascript; charset=utf-8',
  'swagger-ui.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'LICENSES.txt': 'text/plain; charset=utf-8',
};

export const docsFileNames = Object.keys(docsFileTypes) as readonly DocsFileName[]; // the keys are names by their type
