'use strict';
// Run by the `postinstall` of a workspace, at its root.
// npm 10 links no `node` into node_modules/.bin when several optional packages ship a bin of that name, npm 11 does.
// The pinned runtime has to be first on npm's PATH, so the link is made here where it is missing or points elsewhere.
const fs = require('node:fs');
const path = require('node:path');
const { findPinnedNode } = require('./pinned-node.cjs');

const root = process.cwd();
const binary = findPinnedNode(root);
const bins = path.join(root, 'node_modules', '.bin');

if (binary === undefined) {
  console.warn(
    `brrt: no pinned Node for ${process.platform}-${process.arch}; the Node on your PATH is used and must be 22.18 or newer.`,
  );
} else if (process.platform === 'win32') {
  fs.writeFileSync(path.join(bins, 'node.cmd'), `@"${binary}" %*\r\n`);
} else {
  const link = path.join(bins, 'node');
  fs.mkdirSync(bins, { recursive: true });
  fs.rmSync(link, { force: true });
  fs.symlinkSync(path.relative(bins, binary), link);
}
