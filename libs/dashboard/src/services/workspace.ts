import type { ContractFinding } from '../api/services.ts';

/** An app that a process of the workspace runs. */
export interface WorkspaceApp {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** Relative to the workspace, `/` between segments. */
  readonly root: string;
  /** Absolute; undefined: the `openapi.yaml` of the folder. */
  readonly contract?: string;
}

export type ServiceAction = 'start' | 'stop' | 'restart';

/** What happened to an app, by `Date.now()`. Survives JSON: it may come from another process. */
export type WorkspaceEvent =
  | { readonly type: 'started'; readonly app: string; readonly at: number; readonly pid: number | undefined }
  | {
      readonly type: 'ready';
      readonly app: string;
      readonly at: number;
      /** `http://127.0.0.1:8081` */
      readonly url: string;
      /** Where health, metrics and contract are; often the same. */
      readonly managementUrl: string;
      /** From the start. */
      readonly milliseconds: number;
    }
  | {
      readonly type: 'exited';
      readonly app: string;
      readonly at: number;
      readonly code: number | null;
      readonly signal: string | null;
      /** It was told to. */
      readonly expected: boolean;
    }
  | AppChange;

/** Files were saved. `accepted`: the app runs with them; `rejected`: it goes on without them, or is down until they are mended. */
export interface AppChange {
  readonly type: 'changed';
  readonly app: string;
  readonly at: number;
  readonly kind: 'contract' | 'code';
  readonly outcome: 'accepted' | 'rejected';
  /** Relative to the workspace. */
  readonly files: readonly string[];
  readonly milliseconds?: number;
  readonly findings: readonly ContractFinding[];
  /** Why it was not taken, in lines as the terminal shows them; absent where findings say it. */
  readonly reason?: string;
}

/** What can be asked of an app, wherever it runs. */
export interface AppControl {
  act(action: ServiceAction): Promise<void>;
  /** To the app's process; false: there is none that could take it. */
  send(message: unknown): boolean;
}

/** Takes what a process of the workspace runs: the dashboard itself, or the connection to it. */
export interface Workspace {
  add(app: WorkspaceApp, control: AppControl): void;
  report(event: WorkspaceEvent): void;
}
