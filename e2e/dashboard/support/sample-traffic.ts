import { type SampleLog, type SampleSpan, traceIdOf } from './otlp-json.ts';

/** What services of a workspace would send: BFF, users, pets, a database and somebody who sends no spans. */
export interface Traffic {
  readonly spans: readonly SampleSpan[];
  readonly logs: readonly SampleLog[];
}

export const profileTrace = traceIdOf(1);
export const refusedTrace = traceIdOf(2);
export const orphanTrace = traceIdOf(3);

/** `at` is when the newest of it ends. */
export function sampleTraffic(at: number): Traffic {
  const parts = [
    ...quietRequests(at - 60_000, 40),
    profileRequest(at - 4_000),
    refusedRequest(at - 2_500),
    orphans(at - 8_000),
  ];
  return { spans: parts.flatMap(({ spans }) => spans), logs: parts.flatMap(({ logs }) => logs) };
}

/** BFF → user-service and petstore side by side; the partner behind petstore sends no spans and fails. */
function profileRequest(at: number): Traffic {
  const span = spanOf(profileTrace, at);
  const spans: SampleSpan[] = [
    span('bff', 1, undefined, 'GET /profile/{id}', 0, 412, {
      kind: 'server',
      attributes: server('GET', '/profile/{id}', 502, 'getProfile'),
      error: true,
    }),
    span('bff', 2, 1, 'authenticate', 0.4, 6.2),
    span('bff', 3, 1, 'validate', 6.8, 0.7),
    span('bff', 4, 1, 'handle', 7.6, 402),
    span('bff', 5, 4, 'GET user-service', 9, 61, { kind: 'client', attributes: client('GET', '/users/7', 200, 8082) }),
    span('user-service', 6, 5, 'GET /users/{id}', 12, 55, {
      kind: 'server',
      attributes: server('GET', '/users/{id}', 200, 'getUser'),
    }),
    span('user-service', 7, 6, 'handle', 14, 51),
    span('user-service', 8, 7, 'SELECT users', 16, 44, {
      kind: 'client',
      attributes: {
        'db.system.name': 'postgresql',
        'db.namespace': 'users',
        'db.query.text': 'select * from users where id = $1',
      },
    }),
    span('bff', 9, 4, 'GET petstore', 9, 398, {
      kind: 'client',
      attributes: client('GET', '/pets?owner=7', 502, 8081),
      error: 'upstream answered 502',
    }),
    span('petstore', 10, 9, 'GET /pets', 13, 391, {
      kind: 'server',
      attributes: server('GET', '/pets', 502, 'listPets'),
      error: true,
    }),
    span('petstore', 11, 10, 'validate', 13.5, 1.1),
    span('petstore', 12, 10, 'handle', 15, 388, { error: true, events: [exception(at + 401)] }),
    span('petstore', 13, 12, 'SELECT pets', 18, 96, {
      kind: 'client',
      attributes: {
        'db.system.name': 'postgresql',
        'db.namespace': 'pets',
        'db.query.text': 'select * from pets where owner = $1 order by name',
      },
    }),
    span('petstore', 14, 12, 'POST registry.example', 140, 260, {
      kind: 'client',
      error: 'socket hang up',
      attributes: {
        'http.request.method': 'POST',
        'server.address': 'registry.example',
        'server.port': 443,
        'error.type': 'ECONNRESET',
      },
    }),
    span('bff', 15, 1, 'respond', 410, 1.6),
  ];
  return {
    spans,
    logs: [
      log('bff', at + 1, 'info', 'request received', profileTrace, 1),
      log('user-service', at + 66, 'info', 'GET /users/7 200 55 ms', profileTrace, 6),
      log('petstore', at + 120, 'warn', 'slow query: 96 ms', profileTrace, 13),
      log(
        'petstore',
        at + 402,
        'error',
        'registry did not answer: socket hang up\n    at listPets (apps/petstore/src/handlers/list-pets.ts:21:9)',
        profileTrace,
        12,
      ),
      log('bff', at + 412, 'error', 'GET /profile/7 502 412 ms', profileTrace, 1),
    ],
  };
}

function refusedRequest(at: number): Traffic {
  const span = spanOf(refusedTrace, at);
  const violation = (place: string, keyword: string) => ({
    name: 'brrt.violation',
    at: at + 2.4,
    attributes: { 'brrt.in': 'body', 'brrt.pointer': place, 'brrt.keyword': keyword },
  });
  return {
    spans: [
      span('petstore', 101, undefined, 'POST /pets', 0, 2.9, {
        kind: 'server',
        attributes: { ...server('POST', '/pets', 400, 'createPet'), 'error.type': 'ERR_REQUEST_VALIDATION' },
        events: [violation('/name', 'minLength'), violation('/tags/3', 'uniqueItems')],
      }),
      span('petstore', 102, 101, 'authenticate', 0.2, 0.4),
      span('petstore', 103, 101, 'validate', 0.7, 1.8, { attributes: { 'error.type': 'ERR_REQUEST_VALIDATION' } }),
    ],
    logs: [
      log(
        'petstore',
        at + 3,
        'warn',
        '\u001b[33mPOST /pets 400\u001b[0m the request breaks the contract in 2 places',
        refusedTrace,
        101,
      ),
    ],
  };
}

/** Its root is late, and one span names a parent that never comes. */
function orphans(at: number): Traffic {
  const span = spanOf(orphanTrace, at);
  return {
    spans: [
      span('worker', 201, 299, 'process message', 0, 40, {
        kind: 'consumer',
        attributes: { 'messaging.system': 'kafka' },
      }),
      span('worker', 202, 201, 'write result', 52, 8),
    ],
    logs: [log('worker', at + 60, 'debug', 'batch 17 done', orphanTrace, 202)],
  };
}

const routes = [
  ['petstore', 'GET', '/pets', 'listPets'],
  ['user-service', 'GET', '/users/{id}', 'getUser'],
  ['petstore', 'GET', '/pets/{petId}', 'getPet'],
  ['bff', 'GET', '/home', 'getHome'],
  ['petstore', 'DELETE', '/pets/{petId}', 'deletePet'],
] as const;

function quietRequests(from: number, count: number): readonly Traffic[] {
  return Array.from({ length: count }, (_none, number) => {
    const [service, method, route, operation] = routes[number % routes.length] ?? routes[0];
    const at = from + number * 1_300;
    const duration = 4 + ((number * 37) % 90);
    const status = number % 11 === 7 ? 404 : method === 'DELETE' ? 204 : 200;
    const traceId = traceIdOf(1000 + number);
    const id = 10_000 + number * 10;
    const span = spanOf(traceId, at);
    return {
      spans: [
        span(service, id, undefined, `${method} ${route}`, 0, duration, {
          kind: 'server',
          attributes: server(method, route, status, operation),
        }),
        span(service, id + 1, id, 'validate', 0.3, 0.6),
        span(service, id + 2, id, 'handle', 1, duration - 1.4),
      ],
      logs: [
        log(
          service,
          at + duration,
          status === 404 ? 'warn' : 'info',
          `${method} ${route} ${status} ${duration} ms`,
          traceId,
          id,
        ),
      ],
    };
  });
}

/** `count` spans in one trace, of 12 services, some deep and some failed. */
export function bigTrace(at: number, count: number): readonly SampleSpan[] {
  return Array.from({ length: count }, (_none, number): SampleSpan => {
    const parent = number === 0 ? undefined : number % 7 === 0 ? 1 : Math.max(1, number - (number % 7));
    return {
      service: `service-${number % 12}`,
      traceId: traceIdOf(9),
      id: 500_000 + number + 1,
      ...(parent !== undefined && { parent: 500_000 + parent }),
      name: number === 0 ? 'GET /export' : `step ${number}`,
      at: at + (number === 0 ? 0 : number * 0.1),
      duration: number === 0 ? count * 0.1 + 5 : 2 + (number % 5),
      ...(number % 997 === 500 && { error: true as const }),
    };
  });
}

function spanOf(traceId: string, at: number) {
  return (
    service: string,
    id: number,
    parent: number | undefined,
    name: string,
    offset: number,
    duration: number,
    more: Partial<SampleSpan> = {},
  ): SampleSpan => ({
    service,
    traceId,
    id,
    ...(parent !== undefined && { parent }),
    name,
    at: at + offset,
    duration,
    ...more,
  });
}

function log(
  service: string,
  at: number,
  severity: SampleLog['severity'],
  body: string,
  traceId: string,
  id: number,
): SampleLog {
  return {
    service,
    at,
    severity,
    body,
    traceId,
    id,
    attributes: { 'brrt.request_id': `req-${id}`, 'http.route': '/pets' },
  };
}

function server(method: string, route: string, status: number, operation: string) {
  return {
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
    'url.path': route.replace(/\{\w+\}/, '7'),
    'url.scheme': 'http',
    'brrt.operation': operation,
    'server.address': '127.0.0.1',
    'server.port': 8081,
    'user_agent.original': 'curl/8.9.1',
  };
}

function client(method: string, path: string, status: number, port: number) {
  return {
    'http.request.method': method,
    'url.full': `http://127.0.0.1:${port}${path}`,
    'http.response.status_code': status,
    'server.address': '127.0.0.1',
    'server.port': port,
  };
}

function exception(at: number) {
  return {
    name: 'exception',
    at,
    attributes: {
      'exception.type': 'UpstreamError',
      'exception.message': 'registry did not answer: socket hang up',
      'exception.stacktrace':
        'UpstreamError: registry did not answer: socket hang up\n    at listPets (apps/petstore/src/handlers/list-pets.ts:21:9)\n    at handle (libs/router-core/src/pipeline/handle.ts:44:18)',
    },
  };
}
