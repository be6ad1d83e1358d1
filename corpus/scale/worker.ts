import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { printHostParts } from '@brrt/router-core/print';
import { readServiceModel, type ServiceModel } from '@brrt/service-model';
import { buildApp } from '../../tools/generators/src/build/build-app.ts';
import { type GeneratedService, generateService } from '../run/generate-service.ts';
import { measure, peakMebibytes } from '../run/measure.ts';
import { startService, type Usage } from '../run/start-service.ts';
import type { ScaleRun, ScaleTask } from './scale-run.ts';
import { timeRoutes } from './time-routes.ts';

process.once('disconnect', () => process.exit(1));
process.once('message', async (message) => {
  const run = await measureSize(message as ScaleTask); // `measure-scale.ts` sends nothing else
  process.send?.(run, () => process.exit(0));
});

/** One size in a process of its own: its peak of memory is its own. */
async function measureSize({ file, size, workspaceRoot }: ScaleTask): Promise<ScaleRun> {
  const root = join(workspaceRoot, 'tmp', 'corpus', `scale-${size}`);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  const { result, cost } = await measure(async () => {
    const model = await readModel(file);
    const service = generateService({ name: 'scale', model, files: [file], overlays: [], root, workspaceRoot });
    printHostParts({ service: 'scale', model, clients: {} });
    return { model, service };
  });
  const modelAndCode = { cpuSeconds: cost.cpuSeconds, peakMebibytes: peakMebibytes() };
  await buildApp(root, result.service.app);
  const start = await measureStart(result.service, result.model);
  await rm(root, { recursive: true, force: true });
  return {
    size,
    megabytes: (await stat(file)).size / 1e6,
    operations: result.model.operations.length,
    modelAndCode,
    start,
    microsecondsPerMatch: timeRoutes(result.model),
  };
}

async function readModel(file: string): Promise<ServiceModel> {
  const { model } = await readServiceModel(file);
  if (model === undefined) throw new TypeError(`${file} cannot be read`);
  return model;
}

const firstAnswers = 5;

async function measureStart(generated: GeneratedService, { operations }: ServiceModel): Promise<Usage> {
  const service = await startService(generated);
  const plain = operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
  for (const { basePaths, path } of plain.slice(0, firstAnswers)) {
    await (await fetch(service.url + (basePaths[0] ?? '') + path)).arrayBuffer();
  }
  const usage = await service.usage();
  await service.stop();
  return usage;
}
