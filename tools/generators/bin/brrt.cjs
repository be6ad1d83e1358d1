#!/usr/bin/env node
'use strict';
// Services are TypeScript, which Node strips since 22.18; on an older one the pinned Node takes over.
const { spawn } = require('node:child_process');
const { enableCompileCache } = require('node:module');
const { pathToFileURL } = require('node:url');
const { findPinnedNode } = require('./pinned-node.cjs');

// Nx sets FORCE_COLOR for its tasks even where NO_COLOR is set, and Node warns in each process that it sees both.
if (process.env.NO_COLOR) delete process.env.FORCE_COLOR;

const main = require.resolve('brrt/cli');

function stripsTypes() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

function runOn(node) {
  const child = spawn(node, [__filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both processes; what is sent to this one alone has to be handed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

if (stripsTypes()) {
  // Half of a start is making code of the same files as last time.
  enableCompileCache();
  import(pathToFileURL(main));
} else {
  const node = findPinnedNode(__dirname);
  if (node === undefined) {
    console.error(
      `brrt needs Node 22.18 or newer; this is ${process.versions.node}, and npm ci has installed no other.`,
    );
    process.exit(1);
  }
  runOn(node);
}
