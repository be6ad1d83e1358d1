import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readServiceModel } from '@brrt/service-model';
import { reconcileService } from './emit/reconcile-service.ts';

const folder = process.argv[2] ?? '.';
const read = (path: string): string | undefined =>
  existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined;
const { model, diagnostics } = await readServiceModel(join(folder, 'openapi.yaml'));
for (const { file, line, column, severity, message } of diagnostics)
  console.error(`${file}:${line}:${column} ${severity} ${message}`);
if (model === undefined) process.exit(1);
const { writes, removes, added, renamed, orphans } = await reconcileService(model, { service: basename(folder), read });
for (const { path, text } of writes) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  console.log(`wrote ${path}`);
}
for (const path of removes) rmSync(join(folder, path));
console.log({ added, renamed, orphans });
