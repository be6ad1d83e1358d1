import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { DocsFileName } from '../ports/docs-files.ts';

const require = createRequire(import.meta.url);

const sources: Readonly<Record<DocsFileName, () => Promise<string>>> = {
  'scalar.js': readScalar,
  'swagger-ui.js': () => readFile(packageFile('swagger-ui-dist', 'swagger-ui-bundle.js'), 'utf8'),
  'swagger-ui.css': () => readFile(packageFile('swagger-ui-dist', 'swagger-ui.css'), 'utf8'),
  'LICENSES.txt': readLicenses,
};

/** A file as it is in the package of its viewer, compressed. */
export async function makeViewerFile(name: DocsFileName, level: number): Promise<Uint8Array> {
  return promisify(gzip)(withoutMap(await sources[name]()), { level });
}

function packageFile(name: string, file: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), file);
}

// Maps are not served, and a browser with open tools would ask for them.
function withoutMap(text: string): string {
  return text.replace(/\n\/[/*][#@] sourceMappingURL=[^\n]*\s*$/, '\n');
}

/** What the plugin of Scalar asks of Fastify. */
interface Registrar {
  readonly initialConfig: { readonly ignoreTrailingSlash: true };
  hasPlugin(): boolean;
  route(route: { readonly url: string; handler(request: undefined, reply: Reply): unknown }): void;
}

interface Reply {
  header(): Reply;
  send(body: string): void;
}

type Plugin = (fastify: Registrar, options: object, done: () => void) => void;

/** The package has the script in its code; its plugin gives it out, as it would to Fastify. */
async function readScalar(): Promise<string> {
  const { default: plugin } = await import('@scalar/fastify-api-reference');
  let script = '';
  const reply: Reply = {
    header: () => reply,
    send(body) {
      script = body;
    },
  };
  const registrar: Registrar = {
    initialConfig: { ignoreTrailingSlash: true },
    hasPlugin: () => false,
    route({ url, handler }) {
      if (url.endsWith('.js')) handler(undefined, reply);
    },
  };
  // It uses nothing of Fastify but what a registrar has.
  const register = plugin as unknown as Plugin;
  register(registrar, { configuration: { url: 'openapi.json' } }, () => undefined);
  if (!script.includes('createApiReference')) throw new TypeError('@scalar/fastify-api-reference gives no script');
  return script;
}

async function readLicenses(): Promise<string> {
  const scalar = join(dirname(require.resolve('@scalar/fastify-api-reference')), '../LICENSE');
  const swagger = ['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt'].map((file) =>
    packageFile('swagger-ui-dist', file),
  );
  const parts = [
    ['scalar.js: Scalar API Reference (MIT)', scalar],
    ...swagger.map((file) => ['swagger-ui.js, swagger-ui.css: Swagger UI (Apache-2.0)', file]),
  ];
  const texts = parts.map(async ([title = '', file = '']) => `${title}\n\n${await readFile(file, 'utf8')}`);
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}
