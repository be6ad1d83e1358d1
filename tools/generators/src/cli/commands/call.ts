import type { ServiceModel } from '@brrt/service-model';
import { type App, findApp } from '../app-folder.ts';
import { type AskedCall, readCall } from '../call/read-call.ts';
import { ToldCall } from '../call/told-call.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { readAddress } from '../dev/read-address.ts';
import { localUrl } from '../dev/wait-until-ready.ts';
import { formatTable } from '../format-table.ts';
import { readContract } from '../read-contract.ts';

export const call: Command = {
  usage:
    'brrt call <app> <operationId> [--<parameter> <value>]… [--body <JSON or text> | --body @<file>] [--type <media type>] [--header "Name: value"]… [--url <origin>] [--invalid] [--no-auth] [--json]',
  summary:
    'Calls an operation of a running app as its contract says: parameters are options, credentials those of development, request and answer are checked. Without an operation it lists them. Exit code 1: no answer, a status from 400, or what breaks the contract.',
  async run(args, context) {
    const [named, operationId, ...rest] = args;
    const app = findApp(context.workspaceRoot, named);
    const { model } = await readContract(app);
    if (model === undefined) {
      throw new UsageError(`the contract of ${app.name} cannot be read: npx brrt lint ${app.root}/openapi.yaml`);
    }
    if (operationId === undefined) return listOperations(model, context);
    const operation = model.operations.find(({ id, name }) => id === operationId || name === operationId);
    if (operation === undefined) {
      throw new UsageError(`${app.name} has no operation ${operationId}; npx brrt call ${app.name} lists them`);
    }
    return send(app, readCall(rest, operation, model), context);
  },
};

function listOperations({ operations }: ServiceModel, { print }: CommandContext): number {
  const rows = operations.map(({ id, method, path, summary = '' }) => [id, method, path, summary]);
  for (const line of formatTable([['operation', 'method', 'path', ''], ...rows])) print(line);
  return 0;
}

async function send(app: App, { request, url, json }: AskedCall, context: CommandContext): Promise<number> {
  const { workspaceRoot, env } = context;
  const { createContractTools } = await import('../dashboard/create-contract-tools.ts');
  const { defaultCallLimits, runCall } = await import('@brrt/dashboard');
  const address = await readAddress(app, env);
  const origin = url ?? (address === undefined ? undefined : localUrl(address));
  const toRun = {
    tools: createContractTools({ workspaceRoot, env }),
    ...{ origin, service: app.name, request, limits: defaultCallLimits, sockets: new Map() },
  };
  const ended = new AbortController();
  process.once('SIGINT', () => ended.abort());
  const told = new ToldCall(json, context);
  for await (const event of runCall(toRun, ended.signal)) told.take(event);
  return told.exitCode;
}
