import { readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { type ClientScope, readClientScope } from '../emit/client-scope.ts';
import { emitHandler } from '../emit/emit-handler.ts';
import { emitService } from '../emit/emit-service.ts';
import type { EmittedFile } from '../emit/emitted-file.ts';
import { clientFiles, clientsFolder } from '../emit/reconcile-clients.ts';
import { checkPrintedExports } from './check-printed.ts';
import { type HarmlessCode, harmlessCode, listBreaches } from './list-breaches.ts';
import { UnsafeCodeError } from './unsafe-code-error.ts';

/**
 * Parses what is about to be written and compares it with what a harmless contract leads to. Files that are no TypeScript
 * pass: YAML comes from a writer of YAML.
 * @throws UnsafeCodeError with file and line
 */
export async function checkEmitted(files: readonly EmittedFile[], service: string): Promise<readonly EmittedFile[]> {
  const code = files.filter(({ path }) => path.endsWith('.ts'));
  if (code.length === 0) return files;
  const model = await harmlessModel();
  const ofService = harmlessCode(ownFiles(model, service));
  const breaches = code.flatMap((file) => {
    if (!file.path.startsWith(`${clientsFolder}/`)) return listBreaches(file, ofService);
    if (file.path.endsWith('/checks.gen.ts')) return checkPrintedExports(file.text, file.path);
    const scope = readClientScope(file.text);
    return listBreaches(file, scope === undefined ? ofService : harmlessClient(model, scope));
  });
  if (breaches.length > 0) throw new UnsafeCodeError(breaches);
  return files;
}

/** As `checkEmitted`, of files that make an app follow its contract: those of developers hold their own code already. */
export async function checkWrites(files: readonly EmittedFile[], service: string): Promise<readonly EmittedFile[]> {
  await checkEmitted(
    files.filter(({ owner }) => owner === 'generator'),
    service,
  );
  return files;
}

function ownFiles(model: ServiceModel, service: string): readonly string[] {
  const ways = [model, passedOn(model, 1), passedOn(model, model.operations.length), { ...model, operations: [] }];
  const files = ways.flatMap((each) => emitService(each, { service, port: 1, contract: '', secret: () => 'key' }));
  const code = files.filter(({ path }) => path.endsWith('.ts')).map(({ text }) => text);
  const handlers = [model.operations[0], model.operations.at(-1)].filter((each) => each !== undefined).map(emitHandler);
  return [...code, ...handlers, 'export {};'];
}

/** The same, with so many operations that another service answers. */
function passedOn(model: ServiceModel, count: number): ServiceModel {
  const passThrough = { service: 'harmless', path: '/' };
  const operations = model.operations.map((operation, index) =>
    index < count ? { ...operation, passThrough } : operation,
  );
  return { ...model, operations };
}

function harmlessClient(model: ServiceModel, scope: ClientScope): HarmlessCode {
  const files = clientFiles(model, { ...scope, operations: 'all' });
  return harmlessCode(files.filter(({ path }) => !path.endsWith('/checks.gen.ts')).map(({ text }) => text));
}

let harmless: Promise<ServiceModel> | undefined;

function harmlessModel(): Promise<ServiceModel> {
  harmless ??= readHarmless();
  return harmless;
}

async function readHarmless(): Promise<ServiceModel> {
  const { model, diagnostics } = await readServiceModelText({ text: JSON.stringify(contract), file: 'harmless.json' });
  if (model === undefined) throw new TypeError(`The harmless contract is broken: ${JSON.stringify(diagnostics)}`);
  return model;
}

const parts = {
  'multipart/form-data': {
    schema: { properties: { file: { format: 'binary' } } },
    encoding: { file: { headers: { 'X-Size': { schema: { type: 'integer' } } } } },
  },
};

const sent = { post: { responses: { '200': { description: 'Taken' } } } };

/** Leads every emitter to everything that it can write outside of types. */
const contract = {
  openapi: '3.1.0',
  info: { title: 'Harmless', version: '1' },
  security: [{ Key: [] }],
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        responses: {
          '200': {
            description: 'Things',
            content: { 'application/octet-stream': {}, 'text/event-stream': {}, ...parts },
          },
          ...Object.fromEntries(
            ['1XX', '2XX', '3XX', '4XX', '5XX', 'default'].map((status) => [status, { description: '' }]),
          ),
        },
      },
      post: {
        operationId: 'addThing',
        callbacks: { done: { 'https://example.com': sent } },
        requestBody: {
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/Thing' } },
            ...parts,
          },
        },
      },
    },
    '/things/live': { get: { operationId: 'watchThings', 'x-websocket': { receive: true, binary: ['send'] } } },
  },
  webhooks: { changed: sent },
  components: {
    schemas: { Thing: { type: 'object', properties: { name: { type: 'string' } } } },
    securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  },
};
