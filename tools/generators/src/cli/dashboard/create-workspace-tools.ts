import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { promisify } from 'node:util';
import type { WorkspaceApp } from '@brrt/dashboard';
import type { ReadContract, WorkspaceTools } from '@brrt/dashboard/link';
import { type ReadResult, readServiceModelText, writeDocument } from '@brrt/service-model';
import { readCalledServices } from '../../plugin/read-called-services.ts';
import { contractOf } from '../app-folder.ts';
import { readContract, remembersSkipBroken } from '../read-contract.ts';
import { type ContractToolsOptions, createContractTools } from './create-contract-tools.ts';
import { toFinding } from './to-finding.ts';

const maximumOctets = 64 * 1024 * 1024;

/** What the dashboard wants to know of a workspace, from its files and from git. */
export function createWorkspaceTools(options: ContractToolsOptions): WorkspaceTools {
  const { workspaceRoot } = options;
  const nameOf = (app: WorkspaceApp): string => relative(workspaceRoot, contractOf(app)).replaceAll('\\', '/');
  const read = (app: WorkspaceApp, text: string, result: ReadResult): ReadContract => ({
    file: nameOf(app),
    text,
    model: result.model,
    ...(result.model !== undefined && { hash: hashOf(writeDocument(result.model.document, 'json')) }),
    findings: result.diagnostics.map((diagnostic) => toFinding(diagnostic, workspaceRoot)),
  });
  return {
    contracts: createContractTools(options),
    clientsOf: ({ folder }) => readCalledServices(folder),
    async readContract(app) {
      const text = await readFile(contractOf(app), 'utf8').catch(() => '');
      return read(app, text, await readContract(app));
    },
    async readHead(app) {
      const text = await showHead(workspaceRoot, nameOf(app));
      if (text === undefined) return undefined;
      // With overlays and files beside it as they are now.
      const file = contractOf(app);
      return read(
        app,
        text,
        await readServiceModelText({ text, file }, { skipBroken: remembersSkipBroken(app.folder) }),
      );
    },
  };
}

// As it is served, so that it can be compared.
function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex').slice(0, 12);
}

/** Undefined: there is no git here, no commit, or no such file in it. */
async function showHead(folder: string, path: string): Promise<string | undefined> {
  const git = ['-C', folder, '-c', 'core.fsmonitor=false', 'show', `HEAD:./${path}`];
  return promisify(execFile)('git', git, { maxBuffer: maximumOctets }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}
