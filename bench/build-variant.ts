import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildApp } from '../tools/generators/src/build/build-app.ts';

const workspaceRoot = resolve(import.meta.dirname, '..');
const shop = join(import.meta.dirname, 'shop');

export interface Variant {
  readonly name: string;
  readonly contract: (text: string) => string;
  readonly config?: (text: string) => string;
}

/** The shop with another contract or configuration, built. Its entry. */
export async function buildVariant({ name, contract, config }: Variant): Promise<string> {
  const root = `tmp/bench/${name}`;
  const folder = join(workspaceRoot, root);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(shop, 'src'), join(folder, 'src'), { recursive: true });
  const main = join(folder, 'src/main.ts');
  const report = join(import.meta.dirname, 'servers/report.ts');
  await edit(main, (text) => text.replace('../../servers/report.ts', report));
  for (const [file, change] of [
    ['openapi.yaml', contract],
    ['config.yaml', config],
  ] as const)
    await writeFile(join(folder, file), (change ?? same)(await readFile(join(shop, file), 'utf8')));
  const built = await buildApp(workspaceRoot, { name: 'shop', root, folder });
  return join(workspaceRoot, built.folder, 'main.mjs');
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

const same = (text: string): string => text;

/** The four operations as many times, below `/shop1`, `/shop2`, …, with schemas of their own; the first as they are. */
export function multiplyContract(copies: number): (text: string) => string {
  return (text) => {
    const [head = '', paths = '', components = ''] = text.split(/^(?:paths|components):\n/m);
    const [before = '', schemas = ''] = components.split(/^ {2}schemas:\n/m);
    const numbers = Array.from({ length: copies - 1 }, (_, index) => index + 1);
    const morePaths = numbers.map((number) =>
      rename(paths, number)
        .replaceAll(/^ {2}\//gm, `  /shop${number}/`)
        .replaceAll(/(operationId: \w+)/g, `$1${number}`),
    );
    const moreSchemas = numbers.map((number) =>
      rename(schemas, number).replaceAll(/^ {4}(\w+):/gm, `    $1${number}:`),
    );
    return `${head}paths:\n${paths}${morePaths.join('')}components:\n${before}  schemas:\n${schemas}${moreSchemas.join('')}`;
  };
}

function rename(text: string, number: number): string {
  return text.replaceAll(/(#\/components\/schemas\/\w+)/g, `$1${number}`);
}
