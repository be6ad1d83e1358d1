import { join } from 'node:path';
import { build, type OutputFile } from 'esbuild';

export interface BuiltPage {
  /** Names with hashes: `main-5K7Q2.js`. */
  readonly files: readonly OutputFile[];
  readonly html: string;
}

const folder = join(import.meta.dirname, '../../ui');
const entries = ['main.tsx', 'main.css', 'first-paint.ts'];

/** Bundles `ui/`, minified, into memory. Nothing is written. */
export async function buildPage(): Promise<BuiltPage> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    entryPoints: entries,
    outdir: '/assets',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const outputs = Object.entries(metafile.outputs);
  const addressOf = (entry: string): string =>
    outputs
      .find(([, { entryPoint }]) => entryPoint === entry)?.[0]
      .split('/')
      .pop() ?? '';
  return { files: outputFiles, html: writeHtml(addressOf) };
}

// The first script is small and blocks: it sets the theme before anything is drawn. The policy allows no inline script.
function writeHtml(addressOf: (entry: string) => string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>BRRT</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<script src="/assets/${addressOf('first-paint.ts')}"></script>
<link rel="stylesheet" href="/assets/${addressOf('main.css')}">
<script type="module" src="/assets/${addressOf('main.tsx')}"></script>
</head>
<body><div id="page"></div></body>
</html>
`;
}
