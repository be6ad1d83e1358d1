import type { ServiceModel } from '@brrt/service-model';
import type { ContractFinding } from '../api/services.ts';
import type { ContractTools } from '../console/contract-tools.ts';
import type { WorkspaceApp } from '../services/workspace.ts';

/** A contract as it is in a file. */
export interface ReadContract {
  /** Relative to the workspace. */
  readonly file: string;
  readonly text: string;
  /** SHA-256 of the document that a service of this contract serves, 12 hex digits; absent: it cannot be read. */
  readonly hash?: string;
  /** Undefined: it cannot be read, the findings say why. */
  readonly model: ServiceModel | undefined;
  readonly findings: readonly ContractFinding[];
}

/** What the dashboard wants to know of a workspace and its contracts: implemented where their reader and compiler may be imported. */
export interface WorkspaceTools {
  readonly contracts: ContractTools;
  readContract(app: WorkspaceApp): Promise<ReadContract>;
  /** As it was committed last; undefined: there is no git, or the contract is not in it. */
  readHead(app: WorkspaceApp): Promise<ReadContract | undefined>;
  /** Services that it has a generated client of. */
  clientsOf(app: WorkspaceApp): readonly string[];
}
