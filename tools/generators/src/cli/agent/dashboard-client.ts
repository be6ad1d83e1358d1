import { join } from 'node:path';

/** Asks the dashboard that runs for a workspace, by the token that its owner may read. */
export interface DashboardClient {
  /** @throws TypeError with what the dashboard said */
  ask<Answer>(path: string, parameters?: Readonly<Record<string, string | undefined>>): Promise<Answer>;
  send(path: string, body: unknown): Promise<Response>;
}

/** @throws TypeError when none has run here */
export async function openDashboardClient(workspaceRoot: string): Promise<DashboardClient> {
  const { readState } = await import('@brrt/dashboard/link');
  const state = readState(join(workspaceRoot, '.brrt'));
  if (state?.url === undefined) throw new TypeError('no dashboard has run here: start one with npm start or nx serve');
  const { url, token } = state;
  const call = async (target: URL, init: RequestInit = {}): Promise<Response> => {
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    const answer = await fetch(target, { ...init, headers }).catch((cause: unknown) => {
      throw new TypeError(`the dashboard at ${url} does not answer: start it with npm start or nx serve`, { cause });
    });
    if (!answer.ok) throw new TypeError(await explain(answer));
    return answer;
  };
  return {
    async ask<Answer>(path: string, parameters: Readonly<Record<string, string | undefined>> = {}) {
      const target = new URL(path, url);
      for (const [name, value] of Object.entries(parameters)) {
        if (value !== undefined) target.searchParams.append(name, value);
      }
      const answer = await call(target);
      return (await answer.json()) as Answer; // the dashboard is of the same release
    },
    send: (path, body) =>
      call(new URL(path, url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}

async function explain(answer: Response): Promise<string> {
  const problem: unknown = await answer.json().catch(() => undefined);
  const detail = typeof problem === 'object' && problem !== null && 'detail' in problem ? problem.detail : undefined;
  return `the dashboard says ${answer.status}${detail === undefined ? '' : `: ${detail}`}`;
}
