import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A server that speaks enough of RESP2 (https://redis.io/docs/latest/develop/reference/protocol-spec/) to count requests. */
export interface RespServer {
  readonly url: string;
  /** Commands as they arrived. */
  readonly commands: readonly (readonly string[])[];
  /** From now on nothing is answered. */
  silence(): void;
  close(): Promise<void>;
}

interface Entry {
  count: number;
  readonly expiresAt: number;
}

export async function startRespServer(): Promise<RespServer> {
  const entries = new Map<string, Entry>();
  const commands: (readonly string[])[] = [];
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    const queue: string[] = [];
    let isQueueing = false;
    let text = '';
    const answerOne = (command: readonly string[]): string => {
      const name = command[0]?.toUpperCase();
      if (name === 'MULTI') {
        isQueueing = true;
        return '+OK\r\n';
      }
      if (name === 'EXEC') {
        isQueueing = false;
        return `*${queue.length}\r\n${queue.splice(0).join('')}`;
      }
      const answer = execute(command, entries);
      if (!isQueueing) return answer;
      queue.push(answer);
      return '+QUEUED\r\n';
    };
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
      for (let parsed = parseCommand(text); parsed !== undefined; parsed = parseCommand(text)) {
        text = text.slice(parsed.length);
        commands.push(parsed.command);
        if (!isSilent) socket.write(answerOne(parsed.command), 'latin1');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `redis://127.0.0.1:${port}`,
    commands,
    silence: () => {
      isSilent = true;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function execute(command: readonly string[], entries: Map<string, Entry>): string {
  const [name = '', ...given] = command;
  const now = Date.now();
  const alive = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    return entry !== undefined && entry.expiresAt > now ? entry : undefined;
  };
  switch (name.toUpperCase()) {
    case 'EVAL': {
      // script, number of keys, key, points, seconds
      const [, , key = '', points, seconds] = given;
      const entry = alive(key) ?? { count: 0, expiresAt: now + Number(seconds) * 1_000 };
      entries.set(key, entry);
      entry.count += Number(points);
      return `*2\r\n:${entry.count}\r\n:${entry.expiresAt - now}\r\n`;
    }
    case 'GET': {
      const entry = alive(given[0] ?? '');
      return entry === undefined ? '$-1\r\n' : `$${String(entry.count).length}\r\n${entry.count}\r\n`;
    }
    case 'PTTL': {
      const entry = alive(given[0] ?? '');
      return `:${entry === undefined ? -2 : entry.expiresAt - now}\r\n`;
    }
    case 'EVALSHA':
      return '-NOSCRIPT No matching script\r\n';
    default:
      return '+OK\r\n';
  }
}

/** One command: an array of bulk strings. Undefined: not there as a whole yet. */
function parseCommand(text: string): { readonly command: readonly string[]; readonly length: number } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (head === null) return undefined;
  const command: string[] = [];
  let at = head[0].length;
  for (let index = 0; index < Number(head[1]); index++) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (size === null) return undefined;
    const start = at + size[0].length;
    const end = start + Number(size[1]);
    if (text.length < end + 2) return undefined;
    command.push(text.slice(start, end));
    at = end + 2;
  }
  return { command, length: at };
}
