import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isAuthenticated, loginCookie } from './authenticate.ts';
import { checkHost, checkOrigin, isNavigation, ownHosts } from './check-origin.ts';
import { loginPage } from './login-page.ts';
import { createLoopbackServer } from './loopback-server.ts';
import { answerPage, type PageFiles } from './page-files.ts';
import { formatTarget, parseTarget, type Target } from './parse-target.ts';
import { RequestError } from './request-error.ts';
import { matchRoute, type Route, type RouteAnswer } from './route.ts';
import { isSameSecret, proofOf } from './secrets.ts';
import { sendAnswer, toProblem } from './send-answer.ts';

export interface DashboardServerOptions {
  readonly token: string;
  readonly routes: () => Promise<readonly Route[]>;
  readonly page: () => Promise<PageFiles>;
  /** A process of the workspace that shows what it runs, on a connection of its own. */
  readonly onAttach: (socket: Duplex) => void;
  /** What went wrong inside; who asked is told nothing of it. */
  readonly onFailure: (error: unknown) => void;
}

/** The protocol of attached processes, as `Upgrade` names it. */
export const attachProtocol = 'brrt-attach';

/** The dashboard's own port: every request passes the same checks in the same order, whatever it asks for. */
export function createDashboardServer(options: DashboardServerOptions): Server {
  const portOf = (): number => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const server = createLoopbackServer(async (message, response) => {
    try {
      const answer = await respond({ message, response, options, port: portOf() });
      if (answer !== undefined) await sendAnswer(response, answer);
    } catch (error) {
      if (!(error instanceof RequestError)) options.onFailure(error);
      if (response.headersSent) response.destroy();
      else await sendAnswer(response, toProblem(error)).catch(() => response.destroy());
    }
  });
  server.on('upgrade', (message, socket) => attach(message, socket, { options, port: portOf() }));
  return server;
}

interface Asked {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly options: DashboardServerOptions;
  readonly port: number;
}

async function respond(asked: Asked): Promise<RouteAnswer | undefined> {
  const { message, options, port } = asked;
  const hosts = ownHosts(port);
  checkHost(message, hosts);
  const target = parseTarget(message.url ?? '');
  const isApi = target.segments[0] === 'api';
  if (isApi || !isNavigation(message)) checkOrigin(message, hosts);
  if (target.segments.join('/') === 'api/identify') return identify(target, options.token);
  const login = logIn(asked, target);
  if (login !== undefined) return login;
  if (!isAuthenticated(message, options.token, port)) {
    if (isNavigation(message) && !isApi) return loginPage;
    throw new RequestError(401, 'The token of the dashboard is missing or wrong', {
      'www-authenticate': 'Bearer realm="brrt-dashboard"',
    });
  }
  return answerRoute(asked, target);
}

/** Anybody may ask, and learns nothing: who has the token sees by the answer that the dashboard has it too. */
function identify({ query }: Target, token: string): RouteAnswer {
  const challenge = query.get('challenge') ?? '';
  if (!/^[\w-]{16,128}$/.test(challenge)) throw new RequestError(400, 'A challenge has 16 to 128 characters');
  const body = JSON.stringify({ proof: proofOf(token, challenge) });
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

/** The token leaves the address line, and so history and bookmarks, before anything is shown. */
function logIn({ message, options, port }: Asked, { segments, query }: Target): RouteAnswer | undefined {
  const given = query.get('token');
  if (given === null || message.method !== 'GET' || segments[0] === 'api') return undefined;
  if (!isSameSecret(given, options.token)) return loginPage;
  const rest = new URLSearchParams(query);
  rest.delete('token');
  return {
    status: 303,
    headers: { location: formatTarget({ segments, query: rest }), 'set-cookie': loginCookie(given, port) },
    body: '',
  };
}

async function answerRoute(asked: Asked, { segments, query }: Target): Promise<RouteAnswer | undefined> {
  const { message, response, options } = asked;
  const found = matchRoute(await options.routes(), message.method ?? '', segments);
  if (found !== undefined && 'route' in found) {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    return found.route.respond({ message, path: found.path, query, signal: gone.signal }, response);
  }
  if (found !== undefined) throw new RequestError(405, 'Not by this method', { allow: found.allow.join(', ') });
  const page = segments[0] === 'api' ? undefined : await options.page();
  const answer = page && answerPage(page, segments, String(message.headers['accept-encoding'] ?? ''));
  if (answer === undefined) throw new RequestError(404, 'There is nothing of this name');
  if (message.method === 'GET' || message.method === 'HEAD') return answer;
  throw new RequestError(405, 'Not by this method', { allow: 'GET, HEAD' });
}

/** As other requests, and by the token itself: a browser, which has the cookie, cannot come in this way. */
function attach(
  message: IncomingMessage,
  socket: Duplex,
  { options, port }: { readonly options: DashboardServerOptions; readonly port: number },
): void {
  socket.on('error', () => socket.destroy());
  const isMeant =
    message.method === 'GET' &&
    message.url === '/api/attach' &&
    message.headers.upgrade === attachProtocol &&
    message.headers.origin === undefined &&
    message.headers.cookie === undefined &&
    ownHosts(port).has(message.headers.host ?? '') &&
    isAuthenticated(message, options.token, port);
  if (!isMeant) {
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    return;
  }
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${attachProtocol}\r\n\r\n`);
  options.onAttach(socket);
}
