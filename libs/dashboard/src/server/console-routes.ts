import type { CallEvent } from '../api/console.ts';
import type { Console } from '../console/console.ts';
import { readCallRequest, readMessageRequest } from '../console/read-call-request.ts';
import { readJson } from './read-body.ts';
import { readMockState } from './read-mock-state.ts';
import { RequestError } from './request-error.ts';
import { json, type Route, type RouteRequest } from './route.ts';

// A file that is sent to a service comes as base64.
const callOctets = 48 * 1024 * 1024;

export interface ConsoleRoutesOptions {
  readonly calls: Console;
  readonly onMock: (service: string, operation: string) => void;
}

/** What can be called, calls, and how operations answer. */
export function consoleRoutes({ calls, onMock }: ConsoleRoutesOptions): readonly Route[] {
  const about = (topic: 'operations' | 'schemas' | 'security'): Route => ({
    method: 'GET',
    path: `/api/services/{name}/${topic}`,
    async respond({ path: { name = '' } }) {
      const found = await calls[topic](name);
      if (found === undefined) throw new RequestError(404, `There is no contract of ${name} that could be read`);
      return json(found);
    },
  });
  return [
    about('operations'),
    about('schemas'),
    about('security'),
    {
      method: 'POST',
      path: '/api/services/{name}/call',
      respond: (request) => call(calls, request),
    },
    {
      method: 'POST',
      path: '/api/services/{name}/message',
      async respond({ message, path: { name = '' } }) {
        const request = readMessageRequest(await readJson(message));
        if (typeof request === 'string') throw new RequestError(400, request);
        if (!calls.say(name, request)) throw new RequestError(409, 'The WebSocket is not open');
        return json({});
      },
    },
    {
      method: 'PUT',
      path: '/api/services/{name}/operations/{id}/mock',
      async respond({ message, path: { name = '', id = '' } }) {
        const state = readMockState(await readJson(message));
        const refusal = await calls.setMock(name, id, state);
        if (refusal !== undefined) throw new RequestError(409, refusal);
        onMock(name, id);
        return json(state);
      },
    },
  ];
}

async function call(calls: Console, { message, path: { name = '' }, signal }: RouteRequest) {
  const request = readCallRequest(await readJson(message, callOctets));
  if (typeof request === 'string') throw new RequestError(400, request);
  const headers = { 'content-type': 'application/x-ndjson' };
  return { status: 200, headers, body: lines(calls.call(name, request, signal)) };
}

async function* lines(events: AsyncIterable<CallEvent>): AsyncIterable<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`;
}
