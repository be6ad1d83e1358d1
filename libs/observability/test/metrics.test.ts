import { describe, expect, it } from 'vitest';
import { Counter } from '../src/metrics/counter.ts';
import { Histogram, observe } from '../src/metrics/histogram.ts';
import { givenError, givenExchange, givenObservability, givenOperation, givenRequest, listPets } from './given.ts';

function samplesOf(text: string, name: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith(name));
}

const ofList = 'http_request_method="GET",http_route="/pets"';

describe('GET /metrics', () => {
  it('is one endpoint', () => {
    expect(givenObservability().endpoints.map(({ path }) => path)).toEqual(['/metrics']);
  });

  it.each([
    ['without Accept', undefined, 'text/plain; version=0.0.4; charset=utf-8'],
    ['for anything', '*/*', 'text/plain; version=0.0.4; charset=utf-8'],
    ['for OpenMetrics', 'application/openmetrics-text', 'application/openmetrics-text; version=1.0.0; charset=utf-8'],
    [
      'for Prometheus 3, which prefers OpenMetrics',
      'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.1',
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    ],
    [
      'for who prefers text',
      'application/openmetrics-text;q=0.5, text/plain',
      'text/plain; version=0.0.4; charset=utf-8',
    ],
    ['for who refuses OpenMetrics', 'application/openmetrics-text;q=0', 'text/plain; version=0.0.4; charset=utf-8'],
  ])('answers %s', async (_name, accept, contentType) => {
    expect((await givenObservability().scrape(accept)).contentType).toBe(contentType);
  });

  it('keeps the names of counters in whatever order the formats are asked for', async () => {
    const given = givenObservability();
    for (const accept of ['application/openmetrics-text', undefined, 'application/openmetrics-text', undefined]) {
      const { text } = await given.scrape(accept);
      expect(text).toContain('brrt_handler_errors_total{operation="listPets"} 0');
      expect(text).toMatch(/^process_cpu_seconds_total \d/m);
      expect(text).not.toContain('_total_total');
      if (accept === undefined) expect(text).toContain('# TYPE brrt_handler_errors_total counter');
      else expect(text).toMatch(/# TYPE brrt_handler_errors counter\n[\s\S]*# EOF\n$/);
    }
  });

  it("has Node's own metrics", async () => {
    const { text } = await givenObservability().scrape();
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).toContain('process_resident_memory_bytes');
  });
});

describe('readiness checks', () => {
  it('show what they last said, by name', async () => {
    const given = givenObservability();
    const outcome = { name: 'database', degrades: false, failure: undefined, milliseconds: 1, checkedAt: 0 };
    given.hooks.onCheck?.(outcome);
    given.hooks.onCheck?.({ ...outcome, name: 'client:pets', degrades: true });
    given.hooks.onCheck?.({ ...outcome, failure: { reason: new TypeError('canary') } });
    expect(samplesOf((await given.scrape()).text, 'brrt_readiness_check_up')).toEqual([
      'brrt_readiness_check_up{check="database",required="true"} 0',
      'brrt_readiness_check_up{check="client:pets",required="false"} 1',
    ]);
  });
});

describe('requests', () => {
  it('are timed by method, route and status', async () => {
    const given = givenObservability();
    given.pass(givenExchange(), 'match');
    given.pass(givenExchange(), 'match');
    given.pass(givenExchange({ status: 404 }), 'match');
    const { text } = await given.scrape();
    const name = 'http_server_request_duration_seconds';
    expect(samplesOf(text, `${name}_count`)).toEqual([
      `${name}_count{${ofList},http_response_status_code="200"} 2`,
      `${name}_count{${ofList},http_response_status_code="404"} 1`,
    ]);
    expect(text).toContain(`${name}_bucket{le="10",${ofList},http_response_status_code="200"} 2`);
    expect(text).toContain(`${name}_bucket{le="+Inf",${ofList},http_response_status_code="200"} 2`);
  });

  it.each([
    ['HEAD of a GET operation', { request: givenRequest({ method: 'HEAD' }) }, 'HEAD', '/pets', '200'],
    ['what matches no path', { operation: undefined, route: undefined, status: 404 }, 'GET', '__unmatched__', '404'],
    [
      'a method nobody knows',
      { operation: undefined, route: undefined, status: 501, request: givenRequest({ method: 'BREW' }) },
      '_OTHER',
      '__unmatched__',
      '501',
    ],
    [
      'a management endpoint',
      { operation: undefined, route: undefined, request: givenRequest({ path: '/health' }) },
      'GET',
      '/health',
      '200',
    ],
    [
      'the document of a client contract',
      { operation: undefined, route: undefined, request: givenRequest({ path: '/partner/v1/openapi.yaml' }) },
      'GET',
      '/openapi.yaml',
      '200',
    ],
    [
      'a file of its page',
      { operation: undefined, route: undefined, request: givenRequest({ path: '/partner/v1/docs/scalar.js' }) },
      'GET',
      '/docs',
      '200',
    ],
    [
      'the path of a management endpoint that is not there',
      { operation: undefined, route: undefined, status: 404, request: givenRequest({ path: '/docs' }) },
      'GET',
      '__unmatched__',
      '404',
    ],
    ['a client that went away first', { status: 0 }, 'GET', '/pets', '499'],
  ])('have labels from closed sets: %s', async (_name, more, method, route, status) => {
    const given = givenObservability();
    given.pass(givenExchange(more));
    const labels = `http_request_method="${method}",http_route="${route}",http_response_status_code="${status}"`;
    expect((await given.scrape()).text).toContain(`http_server_request_duration_seconds_count{${labels}} 1`);
  });

  it('know methods that the contract adds', async () => {
    const given = givenObservability();
    const operation = givenOperation({ id: 'brew', method: 'BREW' });
    given.pass(givenExchange({ operation, request: givenRequest({ method: 'BREW' }) }));
    expect((await given.scrape()).text).toContain('http_request_method="BREW"');
  });

  it('in flight are counted', async () => {
    const given = givenObservability();
    const exchange = givenExchange();
    given.hooks.onRequest?.(exchange);
    expect((await given.scrape()).text).toContain('http_server_active_requests 1');
    given.hooks.onEnd?.(exchange);
    expect((await given.scrape()).text).toContain('http_server_active_requests 0');
  });

  it('show operations whose answers may go on from the start', async () => {
    const given = givenObservability();
    const media = { mediaType: 'text/event-stream', examples: [], source: listPets.source };
    const responses = [{ status: '200', description: '', headers: [], content: [media], links: [] }] as never;
    const operations = [givenOperation({ id: 'watchPets', responses }), givenOperation()];
    given.hooks.onStart?.({ title: 'Pets', version: '2', operations, schemas: {}, securitySchemes: {} });
    const { text } = await given.scrape();
    expect(text.match(/^brrt_streams_active.*$/gm)).toEqual(['brrt_streams_active{operation="watchPets"} 0']);
  });

  it('show answers that are sent item by item while they go on, by operation', async () => {
    const given = givenObservability();
    const [exchange, other] = [givenExchange(), givenExchange()];
    given.hooks.onStream?.(exchange);
    given.hooks.onStream?.(other);
    expect((await given.scrape()).text).toContain('brrt_streams_active{operation="listPets"} 2');
    for (const ended of [exchange, other, givenExchange()]) given.hooks.onEnd?.(ended);
    expect((await given.scrape()).text).toContain('brrt_streams_active{operation="listPets"} 0');
  });

  it('keep their numbers when the contract is loaded anew', async () => {
    const given = givenObservability();
    given.pass(givenExchange());
    const operation = givenOperation();
    given.hooks.onStart?.({ title: 'Pets', version: '2', operations: [operation], schemas: {}, securitySchemes: {} });
    given.pass(givenExchange({ operation }));
    const { text } = await given.scrape();
    expect(text).toContain(`http_server_request_duration_seconds_count{${ofList},http_response_status_code="200"} 2`);
  });
});

describe('handlers', () => {
  it('are timed until they gave their result', async () => {
    const given = givenObservability();
    const exchange = givenExchange({ handlingStartedAt: 1_000, handlingEndedAt: 1_012 });
    given.hooks.onRequest?.(exchange);
    given.hooks.onEnd?.(exchange);
    const { text } = await given.scrape();
    expect(text).toContain('brrt_handler_duration_seconds_count{operation="listPets"} 1');
    expect(text).toContain('brrt_handler_duration_seconds_bucket{le="0.01",operation="listPets"} 0');
    expect(text).toContain('brrt_handler_duration_seconds_bucket{le="0.025",operation="listPets"} 1');
  });

  it.each([
    ['that throw are counted', { code: 'ERR_INTERNAL', status: 500 }, 1],
    ['that are too slow are counted', { code: 'ERR_DEADLINE_EXCEEDED', status: 504 }, 1],
    ['that are not there are not', { code: 'ERR_NOT_IMPLEMENTED', status: 501 }, 0],
    ['that answer with a problem of their own are not', { code: 'ERR_PET_NOT_FOUND', status: 404 }, 0],
  ])('%s', async (_name, fields, count) => {
    const given = givenObservability();
    given.pass(givenExchange({ status: fields.status, error: givenError(fields) }), 'match', 'handle');
    const { text } = await given.scrape();
    expect(text).toContain(`brrt_handler_errors_total{operation="listPets"} ${count}`);
    expect(text).toContain('brrt_handler_duration_seconds_count{operation="listPets"} 1');
  });
});

it('counts a stream that failed after its status was sent as a failure of its handler', async () => {
  const given = givenObservability();
  const error = givenError({ code: 'ERR_INTERNAL', status: 500 });
  given.pass(givenExchange({ status: 200, error }), 'handle', 'validate-response', 'send');
  const { text } = await given.scrape();
  expect(text).toContain('brrt_handler_errors_total{operation="listPets"} 1');
});

describe('failures', () => {
  const violation = (place: string) => ({ in: place, pointer: '/x', keyword: 'type', detail: 'd' });

  it.each([
    [
      'of authentication by scheme and reason',
      { code: 'ERR_AUTHENTICATION', status: 401, scheme: 'Bearer', reason: 'expired' },
      ['brrt_auth_failures_total{scheme="Bearer",reason="expired"} 1'],
    ],
    [
      'of authentication without a reason',
      { code: 'ERR_FORBIDDEN', status: 403, scheme: 'Bearer' },
      ['brrt_auth_failures_total{scheme="Bearer",reason="unknown"} 1'],
    ],
    [
      'of validation by place, each once',
      {
        code: 'ERR_REQUEST_VALIDATION',
        status: 400,
        violations: [violation('query'), violation('query'), violation('body')],
      },
      [
        'brrt_validation_failures_total{operation="listPets",in="query"} 1',
        'brrt_validation_failures_total{operation="listPets",in="body"} 1',
      ],
    ],
    [
      'of bodies that cannot be read',
      { code: 'ERR_UNSUPPORTED_MEDIA_TYPE', status: 415 },
      ['brrt_validation_failures_total{operation="listPets",in="body"} 1'],
    ],
    [
      'of answers by what was answered',
      { code: 'ERR_RESPONSE_VALIDATION', status: 500, answered: 201 },
      ['brrt_response_validation_failures_total{operation="listPets",status="201"} 1'],
    ],
    [
      'of answers that do not say what was answered',
      { code: 'ERR_RESPONSE_VALIDATION', status: 500 },
      ['brrt_response_validation_failures_total{operation="listPets",status="500"} 1'],
    ],
    [
      'of limits',
      { code: 'ERR_RATE_LIMITED', status: 429, reason: 'rate_limit' },
      ['brrt_requests_shed_total{reason="rate_limit"} 1'],
    ],
    ['of capacity', { code: 'ERR_OVERLOADED', status: 503 }, ['brrt_requests_shed_total{reason="unknown"} 1']],
  ])('are counted: %s', async (_name, fields, want) => {
    const given = givenObservability();
    given.pass(givenExchange({ status: fields.status, error: givenError(fields) }));
    const { text } = await given.scrape();
    for (const sample of want) expect(text).toContain(sample);
  });

  it('that a handler makes up are no failures of authentication', async () => {
    const given = givenObservability();
    given.pass(givenExchange({ status: 403, error: givenError({ code: 'ERR_FORBIDDEN', status: 403 }) }), 'handle');
    expect(samplesOf((await given.scrape()).text, 'brrt_auth_failures_total{')).toEqual([]);
  });

  it('of messages that never became a request are counted', async () => {
    const given = givenObservability();
    for (const status of [400, 431, 400]) given.hooks.onClientError?.('HPE_INVALID_METHOD', status);
    expect((await given.scrape()).text).toContain('brrt_malformed_messages_total{http_response_status_code="400"} 2');
  });

  it('of limits without an operation are counted', async () => {
    const given = givenObservability();
    const error = givenError({ code: 'ERR_OVERLOADED', status: 503, reason: 'queue' });
    given.pass(givenExchange({ operation: undefined, route: undefined, status: 503, error }));
    expect((await given.scrape()).text).toContain('brrt_requests_shed_total{reason="queue"} 1');
  });
});

describe('series', () => {
  it('are bounded: further ones are counted together', () => {
    const counter = new Counter('c_total', 'c');
    const histogram = new Histogram('h_seconds', 'h');
    for (let each = 0; each < 2_010; each++) {
      counter.add({ a: String(each) });
      observe(histogram.series({ a: String(each) }), 100);
    }
    counter.add({ a: '1' }, 4);
    expect(histogram.series({ a: '2005' })).toBe(histogram.series({ a: '2006' }));
    expect(histogram.series({ a: '1' }).labels).toEqual({ a: '1' });
    expect(counter.samples().at(-1)).toEqual({ labels: { a: '_OTHER' }, value: 10 });
    expect(counter.samples()[1]).toEqual({ labels: { a: '1' }, value: 5 });
    expect(histogram.samples().at(-1)).toEqual({ metricName: 'h_seconds_count', labels: { a: '_OTHER' }, value: 10 });
  });

  it('of the same operation are found again', () => {
    expect(listPets.id).toBe('listPets');
    const histogram = new Histogram('h_seconds', 'h');
    expect(histogram.series({ a: 'x', b: 'y' })).toBe(histogram.series({ a: 'x', b: 'y' }));
  });
});

describe('WebSockets', () => {
  const webSocket = { received: 3, sent: 5, end: undefined };
  const lines = async (given: ReturnType<typeof givenObservability>) =>
    samplesOf((await given.scrape()).text, 'brrt_websocket_').filter((line) => !line.endsWith(' 0'));

  it('are counted while they are open, and what went over them', async () => {
    const given = givenObservability();
    const exchange = givenExchange({ status: 101, webSocket });
    given.hooks.onRequest?.(exchange);
    given.hooks.onUpgrade?.(exchange);
    expect(await lines(given)).toEqual([
      'brrt_websocket_connections{operation="listPets"} 1',
      'brrt_websocket_messages_total{operation="listPets",direction="received"} 3',
      'brrt_websocket_messages_total{operation="listPets",direction="sent"} 5',
    ]);
    expect((await given.scrape()).text).toMatch(/^http_server_active_requests 0$/m);
    const closed = { ...webSocket, end: { code: 1000, reason: 'canary', by: 'client' as const } };
    Object.assign(exchange, { webSocket: closed });
    given.hooks.onEnd?.(exchange);
    expect((await lines(given)).slice(-1)).toEqual([
      'brrt_websocket_closed_total{operation="listPets",reason="client"} 1',
    ]);
    expect(samplesOf((await given.scrape()).text, 'http_server_request_duration_seconds_count')).toEqual([
      'http_server_request_duration_seconds_count{http_request_method="GET",http_route="/pets",http_response_status_code="101"} 1',
    ]);
    expect(given.lines()[0]).toMatchObject({ webSocket: { received: 3, sent: 5, closeCode: 1000, endedBy: 'client' } });
    expect(given.written.join('')).not.toContain('canary');
  });
});
