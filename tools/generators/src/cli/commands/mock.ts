import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Service, takeOver } from '@brrt/router-core';
import { describeBroken, type ServiceModel } from '@brrt/service-model';
import { listApps } from '../app-folder.ts';
import { type Command, type CommandContext, onlyNamed, UsageError } from '../command.ts';
import { explainPort } from '../dev/check-port.ts';
import { readAddress } from '../dev/read-address.ts';
import { untilStopped } from '../dev/until-stopped.ts';
import { createMock, type MockOptions } from '../mock/create-mock.ts';
import { describeMock, type MockDescription } from '../mock/describe-mock.ts';
import { followSpec, type SavedSpec } from '../mock/follow-spec.ts';
import { createState, type MockState, openStateFile } from '../mock/state-file.ts';
import { namedFile, namedFiles, namedFolder } from '../named-paths.ts';
import { printableDiagnostic } from '../printable-diagnostic.ts';
import { type ReadSpec, readSpec } from '../read-spec.ts';

export const mock: Command = {
  usage:
    'brrt mock <spec | app> [--overlay <file>]… [--port 4010] [--host 127.0.0.1] [--seed <number>] [--dynamic] [--cors] [--no-auth] [--stateful] [--state <file>] [--skip-broken] [--json]',
  summary:
    'Answers every operation of a contract from its examples and schemas, without a workspace and without code; a contract that is saved is served from the next request on. With --stateful what was created can be read, listed, changed and removed, with --state also by the next run. With --skip-broken operations that cannot be read answer 501.',
  async run(args, context) {
    const { spec, overlays, skipBroken, address, options, json } = await readArguments(args, context);
    const { print, warn } = context;
    const read = (): Promise<ReadSpec> => readSpec(spec, { overlays, skipBroken });
    const first = await read();
    const { model, diagnostics } = first;
    if (model === undefined) {
      warn(`brrt mock: ${spec} cannot be read: ${warnOfErrors(first, context)} error(s)`);
      return 1;
    }
    const taken = await explainPort(address);
    if (taken !== undefined) {
      warn(`brrt mock: ${taken}. Choose another one: --port ${address.port + 1}, or --host`);
      return 1;
    }
    const make = (contract: ServiceModel): Service =>
      createMock(contract, { ...options, onRequest: requestPrinter(context, json), warn });
    let service = make(model);
    const { url } = await service.listen(address);
    for (const line of describeMock(model, { url, spec, diagnostics, json, ...modesOf(options) })) print(line);
    const unfollow = followSpec(first, {
      read,
      take(saved) {
        if (json) print(JSON.stringify(reloadResult(saved)));
        else print(`${saved.changed.map(shortPath).join(', ')} changed`);
        if (saved.spec.model === undefined) {
          warnOfErrors(saved.spec, context);
          warn('brrt mock: goes on with the contract as it was');
          return;
        }
        const next = make(saved.spec.model);
        takeOver(next, service);
        service = next;
        const seconds = ((performance.now() - saved.seenAt) / 1000).toFixed(2);
        if (!json) print(`${saved.spec.model.operations.length} operation(s) are answered with it (${seconds} s)`);
      },
      fail: (error) => warn(`brrt mock: ${error instanceof Error ? error.message : error}; goes on as it was`),
    });
    return untilStopped(() => () => {
      unfollow();
      return service.close();
    });
  },
};

/** Says each, and how many there are. */
function warnOfErrors({ diagnostics, ...tally }: ReadSpec, { warn }: CommandContext): number {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  for (const error of errors) warn(printableDiagnostic(error, process.cwd()));
  for (const line of describeBroken(tally)) warn(line);
  return errors.length;
}

function reloadResult({ spec: { model, diagnostics }, changed }: SavedSpec): object {
  const outcome = model === undefined ? 'rejected' : 'accepted';
  return { changed: changed.map(shortPath), outcome, operations: model?.operations.length, findings: diagnostics };
}

function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

function modesOf({
  state,
  ...modes
}: Arguments['options']): Omit<MockDescription, 'url' | 'spec' | 'diagnostics' | 'json'> {
  return { ...modes, stateful: state !== undefined };
}

interface Arguments {
  readonly spec: string;
  readonly overlays: readonly string[];
  readonly skipBroken: boolean;
  readonly address: { readonly port: number; readonly host: string };
  readonly options: Pick<MockOptions, 'seed' | 'dynamic' | 'cors' | 'auth' | 'state'>;
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
  const named = onlyNamed(positionals);
  if (named === undefined) throw new UsageError('which contract?');
  const { dynamic, cors, json, port, host, overlay } = values;
  const { spec, address } = await findContract(named, context);
  return {
    spec,
    overlays: namedFiles(overlay, '--overlay'),
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
      state: stateFor(values, context),
    },
  };
}

/** To name a file is to ask for what is kept in it. */
function stateFor(
  { stateful, state }: { readonly stateful: boolean; readonly state?: string },
  { warn }: CommandContext,
): MockState | undefined {
  if (state !== undefined) {
    namedFolder(dirname(state), '--state');
    return openStateFile(existsSync(state) ? namedFile(state, '--state') : state, warn);
  }
  return stateful ? createState() : undefined;
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
