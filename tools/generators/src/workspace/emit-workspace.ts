import { emitWorkspaceGuide, guideFile, updateGuide } from '../emit/emit-workspace-guide.ts';
import type { EmittedFile } from '../emit/emitted-file.ts';
import { jsonText } from '../emit/json-text.ts';
import { workflow } from './emit-workflow.ts';
import { nodeVersions, workspaceVersions } from './workspace-versions.ts';

export interface NewWorkspace {
  /** A name that npm takes. */
  readonly name: string;
  /** Of `brrt` and of the libraries, which are released together. */
  readonly version: string;
}

/** Every file of a workspace without services, by its path. */
export function emitWorkspace(workspace: NewWorkspace): readonly EmittedFile[] {
  const texts: Readonly<Record<string, string>> = {
    'package.json': `${JSON.stringify(manifest(workspace), undefined, 2)}\n`,
    'nx.json': jsonText(nxSettings),
    'tsconfig.base.json': jsonText({ compilerOptions }),
    'biome.json': jsonText(biomeSettings),
    'vitest.config.ts': vitestConfig,
    '.gitignore': gitIgnore,
    '.nxignore': '# What people read changes no result.\n*.md\n',
    '.npmrc': 'loglevel=error\nfund=false\naudit=false\nsave-exact=true\n',
    '.github/workflows/ci.yml': workflow,
    [guideFile]: updateGuide(undefined, emitWorkspaceGuide([])) ?? '',
    'README.md': readme(workspace),
  };
  return Object.entries(texts).map(([path, text]) => ({ path, text, owner: 'developer' }));
}

const libraries = [
  'fetch-client',
  'observability',
  'router-core',
  'security',
  'service-client',
  'service-model',
  'webhooks',
];

function manifest({ name, version }: NewWorkspace): object {
  return {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19' },
    workspaces: ['libs/*'],
    scripts: {
      postinstall: 'node node_modules/brrt/bin/link-node.cjs',
      start: 'brrt start',
      test: 'nx sync:check && nx run-many -t lint typecheck test build',
      format: 'biome check --write',
    },
    dependencies: Object.fromEntries(libraries.map((library) => [`@brrt/${library}`, version])),
    devDependencies: sorted({ ...workspaceVersions, brrt: version }),
    optionalDependencies: nodeVersions,
    // Nothing that is installed needs a script of its own.
    allowScripts: {
      '@parcel/watcher': false,
      '@scarf/scarf': false,
      esbuild: false,
      nx: false,
      protobufjs: false,
      'unrs-resolver': false,
    },
  };
}

const nxSettings = {
  $schema: './node_modules/nx/schemas/nx-schema.json',
  neverConnectToCloud: true,
  analytics: false,
  tui: { enabled: false },
  defaultBase: 'main',
  cacheDirectory: '.nx/cache',
  namedInputs: {
    sharedGlobals: [
      '{workspaceRoot}/tsconfig.base.json',
      '{workspaceRoot}/package.json',
      '{workspaceRoot}/biome.json',
      '{workspaceRoot}/vitest.config.ts',
      { runtime: 'node --version' },
    ],
    default: ['{projectRoot}/**/*', '!{projectRoot}/src/generated/**', 'sharedGlobals'],
    generated: [{ dependentTasksOutputFiles: '**/src/generated/**' }],
    production: ['default', '!{projectRoot}/**/*.test.ts', '!{projectRoot}/test/**'],
    public: ['production'],
  },
  plugins: [{ plugin: 'brrt' }],
  pluginsConfig: { '@nx/js': { analyzeSourceFiles: true, analyzePackageJson: true } },
  sync: { globalGenerators: ['brrt:sync'] },
};

const compilerOptions = {
  target: 'es2024',
  lib: ['es2024', 'esnext.disposable'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
};

const biomeSettings = {
  $schema: './node_modules/@biomejs/biome/configuration_schema.json',
  vcs: { enabled: true, clientKind: 'git', useIgnoreFile: true },
  files: { includes: ['**/*.ts', '**/*.tsx', '**/*.json', '!**/*.gen.ts', '!package-lock.json'] },
  formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 120 },
  javascript: { formatter: { quoteStyle: 'single' } },
  linter: { enabled: true, rules: { preset: 'recommended', suspicious: { noExplicitAny: 'error' } } },
};

const vitestConfig = `import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,libs,packages}/*/{src,test}/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
`;

const gitIgnore = `node_modules/
dist/
.nx/
coverage/
*.log
.brrt/
.data/
*.tsbuildinfo
`;

function readme({ name }: NewWorkspace): string {
  return `# ${name}

Services made from OpenAPI contracts with [BRRT](https://www.npmjs.com/package/brrt). On a machine with Node 20.19 or newer:

\`\`\`sh
npm ci && npm start     # every service and the developer dashboard; prints their URLs and calls to try
npm ci && npm test      # everything CI runs
\`\`\`

The contract is changed first, \`apps/<service>/openapi.yaml\`; what it determines follows when it is saved under \`npm start\`, or with
\`npx nx sync\`. [AGENTS.md](AGENTS.md) lists the commands, for people too.
`;
}

function sorted<Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}
