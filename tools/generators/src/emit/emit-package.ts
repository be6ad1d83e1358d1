import type { EmittedFile } from './emitted-file.ts';
import { jsonText } from './json-text.ts';

/** The parts of a package, by the file that they are built from: a page imports what it uses. */
export const packageEntries = ['index', 'checks', 'places'] as const;

/** The files of a package that are its owner's from the start. */
export function emitPackage({
  name,
  service,
}: {
  readonly name: string;
  readonly service: string;
}): readonly EmittedFile[] {
  const file = (path: string, text: string): EmittedFile => ({ path, text, owner: 'developer' });
  const clients = './generated/clients';
  return [
    file('package.json', `${JSON.stringify(manifest(name), undefined, 2)}\n`),
    file('tsconfig.json', jsonText(compilerOptions)),
    file('.gitignore', 'dist\n'),
    file(
      'src/index.ts',
      `export {
  CallFailedError,
  CallTimeoutError,
  ContractBreachError,
  createFetchClient,
  expectStatus,
  type FetchClient,
  type FetchClientOptions,
  UnexpectedStatusError,
} from '@brrt/fetch-client';
export * from '${clients}/${service}.gen.ts';
`,
    ),
    file('src/checks.ts', `export * from '${clients}/${service}/checks.gen.ts';\n`),
    file('src/places.ts', `export * from '${clients}/${service}/places.gen.ts';\n`),
  ];
}

function manifest(name: string): object {
  const exports = packageEntries.map((entry) => [
    entry === 'index' ? '.' : `./${entry}`,
    { types: `./dist/${entry}.d.ts`, default: `./dist/${entry}.js` },
  ]);
  return {
    name,
    version: '0.1.0',
    type: 'module',
    sideEffects: false,
    files: ['dist'],
    exports: Object.fromEntries(exports),
  };
}

const compilerOptions = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
    strict: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['src'],
};
