/** Nx tags of the workspace, one for each room of the layer rules. */
export type Layer = 'model' | 'core' | 'extension' | 'dashboard' | 'tool' | 'app';

const namedLibraries: Readonly<Record<string, Layer>> = {
  'libs/service-model': 'model',
  'libs/router-core': 'core',
  'libs/dashboard': 'dashboard',
};

/** The layer of a project, from its folder: `libs/security` → `extension`. */
export function layerOf(projectRoot: string): Layer {
  if (projectRoot.startsWith('apps/') || projectRoot.startsWith('packages/')) return 'app';
  if (projectRoot.startsWith('tools/')) return 'tool';
  return namedLibraries[projectRoot] ?? 'extension';
}
