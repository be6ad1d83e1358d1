/** Nx tags of the workspace, one for each room of the layer rules. */
export type Layer = 'model' | 'core' | 'extension' | 'dashboard' | 'library' | 'tool' | 'app';

const namedLibraries: Readonly<Record<string, Layer>> = {
  'libs/service-model': 'model',
  'libs/router-core': 'core',
  'libs/dashboard': 'dashboard',
  'libs/security': 'extension',
  'libs/observability': 'extension',
  'libs/service-client': 'extension',
  'libs/fetch-client': 'extension',
  'libs/webhooks': 'extension',
};

/** The layer of a project, from its folder: `libs/security` → `extension`; a library that is none of BRRT's own is one. */
export function layerOf(projectRoot: string): Layer {
  if (projectRoot.startsWith('apps/') || projectRoot.startsWith('packages/')) return 'app';
  if (projectRoot.startsWith('tools/')) return 'tool';
  return namedLibraries[projectRoot] ?? 'library';
}
