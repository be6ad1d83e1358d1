import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The oldest Node that built apps run on. */
export const oldestNode = '22.18';

const file = 'require-node.mjs';

const code = `const isOlder = process.versions.node.localeCompare('${oldestNode}', 'en', { numeric: true }) < 0;
if (isOlder) {
  process.stderr.write(\`This service needs Node ${oldestNode} or newer; this is Node \${process.versions.node}\\n\`);
  process.exit(1);
}
`;

/** Lets `main.mjs` say which Node it needs before anything else of it runs, which an older one would fail in. */
export async function requireNode(folder: string): Promise<void> {
  await writeFile(join(folder, file), code);
  const main = join(folder, 'main.mjs');
  // On the line of the banner, which the source map does not know: all others stay where they are.
  await writeFile(main, `import './${file}'; ${await readFile(main, 'utf8')}`);
}
