'use strict';
// Nx requires this file on whatever Node it runs on; services are TypeScript, which Node strips since 22.18.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  throw new Error(
    `brrt needs Node 22.18 or newer and this is Node ${process.versions.node}. ` +
      'The workspace brings its own: run `npm ci`, then start Nx as `npx nx …` so that the pinned Node is used.',
  );
}
module.exports = require('brrt/plugin');
