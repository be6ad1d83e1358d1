import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AppControl, Workspace, WorkspaceApp, WorkspaceEvent } from '@brrt/dashboard';
import type { Attachment, Dashboard } from '@brrt/dashboard/link';
import type { CommandContext } from '../command.ts';
import { telemetryElsewhere, telemetryEnvironment } from './telemetry-environment.ts';

/** What a process of the workspace has of the dashboard, whoever hosts it. */
export interface DashboardLink {
  /** What to open, with the token; undefined: there is no dashboard. */
  readonly url: string | undefined;
  /** For every app, beside what the developer set. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on the app is a service there. The returned function takes what happens to it. */
  add(app: WorkspaceApp, control: AppControl): (event: WorkspaceEvent) => void;
  close(): Promise<void>;
}

const noDashboard: DashboardLink = {
  url: undefined,
  env: {},
  add: () => () => undefined,
  close: async () => undefined,
};

/** Opens the dashboard of the workspace, or joins the one that is open. Without one, the reason is said and all else goes on. */
export async function joinDashboard(context: CommandContext): Promise<DashboardLink> {
  const { env, warn } = context;
  if (env.BRRT_DASHBOARD === 'off' || env.NODE_ENV === 'production') return noDashboard;
  try {
    const ports = { port: readPort(env.BRRT_DASHBOARD_PORT, 4000), otlpPort: readPort(env.BRRT_OTLP_PORT, 4318) };
    const link = new Link(context, ports);
    await link.join();
    if (link.elsewhere !== undefined) warn(`brrt: ${link.elsewhere}`);
    return link;
  } catch (error) {
    warn(`brrt: no dashboard: ${await explain(error)}`);
    return noDashboard;
  }
}

interface Ports {
  readonly port: number;
  readonly otlpPort: number;
}

function readPort(text: string | undefined, usual: number): number {
  const port = text === undefined || text === '' ? usual : Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new TypeError(`'${text}' is no port`);
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

async function explain(error: unknown): Promise<string> {
  const { PortTakenError } = await import('@brrt/dashboard/link');
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof PortTakenError)) return message;
  return `${message}; services run without it. BRRT_DASHBOARD_PORT and BRRT_OTLP_PORT move it, BRRT_DASHBOARD=off says not to try`;
}

// An app that is saved again and again: what happened long ago is in the history of who hosted the dashboard then.
const rememberedEvents = 200;
const attempts = 5;
const attemptMilliseconds = 150;
const takeOverAttempts = 30;
const takeOverMilliseconds = 1_000;

interface Member {
  readonly app: WorkspaceApp;
  readonly control: AppControl;
  readonly events: WorkspaceEvent[];
}

class Link implements DashboardLink {
  readonly #context: CommandContext;
  #ports: Ports;
  readonly #members = new Map<string, Member>();
  #workspace: Workspace | undefined = undefined;
  #dashboard: Dashboard | undefined = undefined;
  #attachment: Attachment | undefined = undefined;
  #isClosed = false;
  readonly #said = new Set<string>();
  url: string | undefined = undefined;
  env: Readonly<Record<string, string>> = {};
  elsewhere: string | undefined;

  constructor(context: CommandContext, ports: Ports) {
    this.#context = context;
    this.#ports = ports;
  }

  /** Whoever finds the ports free is the host; of several that try at once the others find him a moment later. */
  async join(): Promise<void> {
    const { PortTakenError } = await import('@brrt/dashboard/link');
    for (let attempt = 1; this.#workspace === undefined; attempt += 1) {
      try {
        if (await this.#attach()) return;
        await this.#open();
      } catch (error) {
        if (!(error instanceof PortTakenError) || attempt === attempts || this.#isClosed) throw error;
        await wait(attemptMilliseconds);
      }
    }
  }

  add(app: WorkspaceApp, control: AppControl): (event: WorkspaceEvent) => void {
    const member: Member = { app, control, events: [] };
    this.#members.set(app.name, member);
    this.#workspace?.add(app, control);
    return (event) => {
      member.events.push(event);
      if (member.events.length > rememberedEvents) member.events.shift();
      this.#workspace?.report(event);
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#attachment?.close();
    await this.#dashboard?.close();
  }

  async #attach(): Promise<boolean> {
    const { attach, openState } = await import('@brrt/dashboard/link');
    const state = openState(this.#stateFolder);
    const attachment = await attach(state);
    if (attachment === undefined) return false;
    this.#attachment = attachment;
    // Where exporters send to already, should this process be the next host.
    this.#ports = { port: portOf(attachment.url), otlpPort: portOf(attachment.otlpUrl) };
    this.#joined(attachment, `${attachment.url}/?token=${state.token}`);
    attachment.ended.then(() => this.#takeOver()).catch((error: unknown) => this.#fail(error));
    return true;
  }

  async #open(): Promise<void> {
    const { openDashboard } = await import('@brrt/dashboard/link');
    const { workspaceRoot, env } = this.#context;
    this.#dashboard = await openDashboard({
      name: basename(workspaceRoot),
      stateFolder: this.#stateFolder,
      ...this.#ports,
      env,
      tools: async () =>
        (await import('./create-workspace-tools.ts')).createWorkspaceTools({
          workspaceRoot,
          env,
          served: () => [...this.#members.values()].map(({ app }) => app),
        }),
      onFailure: (error) => this.#fail(error),
      report: (message) => this.#context.warn(`brrt: dashboard: ${message}`),
    });
    this.#joined(this.#dashboard, this.#dashboard.url);
  }

  #joined(workspace: Workspace & { readonly otlpUrl: string }, url: string): void {
    this.#workspace = workspace;
    this.url = url;
    // `GET /dashboard` of a service leads here; the token is not its business.
    const dashboardUrl = { BRRT_DASHBOARD_URL: new URL(url).origin };
    this.env = { ...telemetryEnvironment(this.#context.env, workspace.otlpUrl), ...dashboardUrl };
    this.elsewhere = telemetryElsewhere(this.#context.env, workspace.otlpUrl);
    for (const { app, control, events } of this.#members.values()) {
      workspace.add(app, control);
      for (const event of events) workspace.report(event);
    }
  }

  /** The host is gone: one of those that are left is the next. */
  async #takeOver(): Promise<void> {
    this.#workspace = undefined;
    for (let attempt = 1; !this.#isClosed; attempt += 1) {
      try {
        return await this.join();
      } catch (error) {
        if (attempt === takeOverAttempts) throw error;
        await wait(takeOverMilliseconds);
      }
    }
  }

  #fail(error: unknown): void {
    if (this.#isClosed) return;
    explain(error).then((reason) => {
      // What fails every few seconds is said once.
      if (this.#said.has(reason)) return;
      this.#said.add(reason);
      this.#context.warn(`brrt: dashboard: ${reason}`);
    });
  }

  get #stateFolder(): string {
    const { workspaceRoot, env } = this.#context;
    if (existsSync(join(workspaceRoot, 'nx.json'))) return join(workspaceRoot, '.brrt');
    // Nothing is left in a folder that is no workspace.
    const name = createHash('sha256').update(workspaceRoot).digest('hex').slice(0, 16);
    return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'brrt', name);
  }
}
