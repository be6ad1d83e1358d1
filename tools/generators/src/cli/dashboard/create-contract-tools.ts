import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ContractOperation, ContractTools, OperationCall, ServiceContract } from '@brrt/dashboard';
import { readConfig } from '@brrt/router-core/config';
import { createLiveSchemas } from '@brrt/router-core/schema';
import { type App, listApps } from '../app-folder.ts';
import { readContract } from '../read-contract.ts';
import { bundleSchemas } from './bundle-schemas.ts';
import { describeOperation } from './describe-operation.ts';
import { describeSecurity } from './describe-security.ts';
import { findClientCertificate } from './find-client-certificate.ts';
import { findHandlers } from './find-handlers.ts';
import type { LoadedContract } from './loaded-contract.ts';
import { createOperationCall } from './operation-call.ts';

export interface ContractToolsOptions {
  readonly workspaceRoot: string;
  /** What is served beside the apps of the workspace. */
  readonly served?: () => readonly App[];
  /** What the apps are started with. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Known {
  readonly contract: ServiceContract | undefined;
  /** What tells whether any file of the contract has changed. */
  readonly stamp: string;
  readonly files: readonly string[];
}

/** Contracts of the apps of a workspace, for the console. One that breaks leaves the one before in use. */
export function createContractTools({ workspaceRoot, env, served = () => [] }: ContractToolsOptions): ContractTools {
  const known = new Map<string, Promise<Known>>();
  return {
    async contractOf(service) {
      const app = [...served(), ...listApps(workspaceRoot)].find(({ name }) => name === service);
      if (app === undefined) return undefined;
      const before = await known.get(service);
      if (before !== undefined && before.stamp === stampOf(before.files)) return before.contract;
      const reading = readKnown(app, { workspaceRoot, env }, before);
      known.set(service, reading);
      return (await reading).contract;
    },
  };
}

async function readKnown(app: App, workspace: ContractToolsOptions, before: Known | undefined): Promise<Known> {
  const { model, files } = await readContract(app);
  const watched = [...new Set([...files, `${app.folder}/src/handlers/index.ts`])];
  const stamp = stampOf(watched);
  if (model === undefined) return { contract: before?.contract, stamp, files: watched };
  const contract = serviceContract({
    app,
    model,
    schemas: createLiveSchemas(model),
    config: () => readConfig({ directory: app.folder, env: workspace.env }).catch(() => undefined),
    certificate: () => findClientCertificate(app.name, workspace),
  });
  return { contract, stamp, files: watched };
}

function stampOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat === undefined ? '-' : `${stat.mtimeMs}/${stat.size}/${stat.ino}`;
    })
    .join(' ');
}

function serviceContract(loaded: LoadedContract): ServiceContract {
  const calls = new Map<string, OperationCall>();
  let operations: Promise<readonly ContractOperation[]> | undefined;
  return {
    schemas: bundleSchemas(loaded.model),
    security: () => describeSecurity(loaded),
    operations() {
      operations ??= describeAll(loaded);
      return operations;
    },
    call(operationId) {
      const present = calls.get(operationId);
      const operation = loaded.model.operations.find(({ id }) => id === operationId);
      if (present !== undefined || operation === undefined) return present;
      const made = createOperationCall(operation, loaded);
      calls.set(operationId, made);
      return made;
    },
  };
}

async function describeAll(loaded: LoadedContract): Promise<readonly ContractOperation[]> {
  const handlers = await findHandlers(loaded.app, loaded.model);
  const described: ContractOperation[] = [];
  for (const operation of loaded.model.operations) {
    described.push(describeOperation(operation, loaded, handlers));
    // Large contracts take a while, and the dashboard has others to serve.
    await setImmediate();
  }
  return described;
}
