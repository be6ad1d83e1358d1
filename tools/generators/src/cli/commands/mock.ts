import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeBroken } from '@brrt/service-model';
import { listApps } from '../app-folder.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { explainPort } from '../dev/check-port.ts';
import { readAddress } from '../dev/read-address.ts';
import { untilStopped } from '../dev/until-stopped.ts';
import { createMock, type MockOptions } from '../mock/create-mock.ts';
import { describeMock } from '../mock/describe-mock.ts';
import { openStateFile } from '../mock/state-file.ts';
import { printableDiagnostic } from '../read-contract.ts';
import { readSpec } from '../read-spec.ts';

export const mock: Command = {
  usage:
    'brrt mock <spec | app> [--overlay <file>]… [--port 4010] [--host 127.0.0.1] [--seed <number>] [--dynamic] [--cors] [--no-auth] [--stateful] [--state <file>] [--skip-broken] [--json]',
  summary:
    'Answers every operation of a contract from its examples and schemas, without a workspace and without code. With --stateful what was created can be read, listed, changed and removed, with --state also by the next run. With --skip-broken operations that cannot be read answer 501.',
  async run(args, context) {
    const { spec, overlays, skipBroken, address, options, json } = await readArguments(args, context);
    const { print, warn } = context;
    const { model, diagnostics, ...tally } = await readSpec(spec, { overlays, skipBroken });
    if (model === undefined) {
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      for (const error of errors) warn(printableDiagnostic(error, process.cwd()));
      for (const line of describeBroken(tally)) warn(line);
      warn(`brrt mock: ${spec} cannot be read: ${errors.length} error(s)`);
      return 1;
    }
    const taken = await explainPort(address);
    if (taken !== undefined) {
      warn(`brrt mock: ${taken}. Choose another one: --port ${address.port + 1}`);
      return 1;
    }
    const service = createMock(model, { ...options, onRequest: requestPrinter(context, json), warn });
    const { url } = await service.listen(address);
    for (const line of describeMock(model, { url, spec, diagnostics, json, ...modesOf(options) })) print(line);
    return untilStopped(() => () => service.close());
  },
};

function modesOf({
  seed,
  dynamic,
  cors,
  auth,
  stateful,
}: Arguments['options']): Omit<Arguments['options'], 'stateFile'> {
  return { seed, dynamic, cors, auth, stateful };
}

interface Arguments {
  readonly spec: string;
  readonly overlays: readonly string[];
  readonly skipBroken: boolean;
  readonly address: { readonly port: number; readonly host: string };
  readonly options: Pick<MockOptions, 'seed' | 'dynamic' | 'cors' | 'auth' | 'stateful' | 'stateFile'>;
  readonly json: boolean;
}

async function readArguments(args: readonly string[], context: CommandContext): Promise<Arguments> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      seed: { type: 'string' },
      dynamic: { type: 'boolean', default: false },
      cors: { type: 'boolean', default: false },
      'no-auth': { type: 'boolean', default: false },
      stateful: { type: 'boolean', default: false },
      state: { type: 'string' },
      json: { type: 'boolean', default: false },
      'skip-broken': { type: 'boolean', default: false },
      overlay: { type: 'string', multiple: true, default: [] },
    },
  });
  const [named] = positionals;
  if (named === undefined) throw new UsageError('which contract?');
  const { dynamic, cors, json, port, host, overlay } = values;
  const { spec, address } = await findContract(named, context);
  return {
    spec,
    overlays: overlay,
    skipBroken: values['skip-broken'],
    json,
    address: {
      port: port === undefined ? address.port : wholeNumber('--port', port, 65_535),
      host: host ?? address.host,
    },
    options: {
      seed: values.seed === undefined ? undefined : wholeNumber('--seed', values.seed, 4_294_967_295),
      dynamic,
      cors,
      auth: !values['no-auth'],
      // To name a file is to ask for what is kept in it.
      stateful: values.stateful || values.state !== undefined,
      stateFile: values.state === undefined ? undefined : openStateFile(values.state),
    },
  };
}

/** A file, or the contract of an app of the workspace, which is answered where the app would be. */
async function findContract(
  named: string,
  { workspaceRoot, env }: CommandContext,
): Promise<{ readonly spec: string; readonly address: Arguments['address'] }> {
  const elsewhere = { port: 4010, host: '127.0.0.1' };
  const folder = resolve(named);
  const app = listApps(workspaceRoot).find(
    (each) => each.folder === folder || (each.name === named && !existsSync(folder)),
  );
  if (app === undefined) return { spec: named, address: elsewhere };
  return { spec: join(app.folder, 'openapi.yaml'), address: (await readAddress(app, env)) ?? elsewhere };
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= most) return value;
  throw new UsageError(`${name} has to be a whole number from 0 to ${most}`);
}

function requestPrinter({ print }: CommandContext, json: boolean): MockOptions['onRequest'] {
  return (request) => {
    if (json) print(JSON.stringify(request));
    else {
      const { method, target, status, mock: kind, milliseconds } = request;
      print(`${method} ${target} → ${status}${kind === undefined ? '' : ` (${kind})`} ${milliseconds.toFixed(1)} ms`);
    }
  };
}
