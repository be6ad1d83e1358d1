import { StringDecoder } from 'node:string_decoder';
import type { ServiceAction, WorkspaceApp, WorkspaceEvent } from '../services/workspace.ts';

/** From a process of the workspace to the one that has the dashboard: JSON, one a line. */
export type MemberMessage =
  | { readonly type: 'add'; readonly app: WorkspaceApp }
  | { readonly type: 'event'; readonly event: WorkspaceEvent };

/** Back. */
export type HostMessage =
  | { readonly type: 'act'; readonly app: string; readonly action: ServiceAction }
  /** To the app's process. */
  | { readonly type: 'send'; readonly app: string; readonly message: unknown };

// A contract change carries findings; nothing else is long.
const maximumLine = 16 * 1024 * 1024;

/** Calls `take` with each line; `end`, perhaps twice, when they are over, too long, or no JSON. */
export function readLines(socket: NodeJS.ReadableStream, take: (message: unknown) => void, end: () => void): void {
  // A socket that was HTTP before gives octets alone.
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const fail = (): void => {
    socket.removeAllListeners('data');
    end();
  };
  socket.on('data', (octets: Buffer) => {
    const lines = (rest + decoder.write(octets)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maximumLine) return fail();
    try {
      for (const line of lines) take(JSON.parse(line));
    } catch {
      fail();
    }
  });
  // One that was HTTP stays half open.
  socket.once('end', end);
  socket.once('close', end);
}

export function formatLine(message: MemberMessage | HostMessage): string {
  return `${JSON.stringify(message)}\n`;
}
