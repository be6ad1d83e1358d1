import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { givenError, givenExchange, givenObservability, givenRequest } from './given.ts';

interface Received {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Takes what is exported. `answer` decides the status. */
async function startIntake(answer: () => number | Promise<number> = () => 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ url: request.url, headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(await answer(), { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}`, received };
}

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
  vi.unstubAllEnvs();
});

/** Exporters read the environment of the process, the service the one it is given. */
function givenExport(env: Record<string, string>, level: 'info' | 'debug' = 'info') {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return givenObservability({ level, env });
}

function plain(value: unknown): unknown {
  const [[kind, content] = []] = Object.entries(value as object); // one key says what it is
  if (kind === 'arrayValue') return (content as { values: unknown[] }).values.map(plain);
  if (kind === 'kvlistValue') return attributesOf((content as { values: KeyValue[] }).values);
  return content;
}

interface KeyValue {
  readonly key: string;
  readonly value: unknown;
}

const attributesOf = (list: readonly KeyValue[]) =>
  Object.fromEntries(list.map(({ key, value }) => [key, plain(value)]));

function readRecords(received: readonly Received[]) {
  return received.flatMap(({ body }) => {
    const { resourceLogs } = JSON.parse(String(body));
    return resourceLogs.flatMap((group: Record<string, never>) => {
      const { resource, scopeLogs } = group as unknown as {
        resource: { attributes: KeyValue[] };
        scopeLogs: { logRecords: (Record<string, unknown> & { attributes: KeyValue[] })[] }[];
      };
      return scopeLogs.flatMap(({ logRecords }) =>
        logRecords.map((record) => ({
          ...record,
          body: plain(record.body),
          attributes: attributesOf(record.attributes),
          resource: attributesOf(resource.attributes),
        })),
      );
    });
  });
}

const json = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };

describe('log records by OTLP', () => {
  it('are the lines of requests, under the names of semantic conventions', async () => {
    const intake = await startIntake();
    const given = givenExport({ ...json, OTEL_EXPORTER_OTLP_ENDPOINT: intake.url, OTEL_TRACES_EXPORTER: 'none' });
    const violations = [{ in: 'body', pointer: '/name', keyword: 'minLength', detail: 'canary' }];
    given.pass(givenExchange({ mock: 'example' }));
    given.pass(
      givenExchange({ status: 400, error: givenError({ code: 'ERR_REQUEST_VALIDATION', status: 400, violations }) }),
    );
    given.pass(
      givenExchange({
        operation: undefined,
        route: undefined,
        status: 404,
        request: givenRequest({ path: '/canary' }),
      }),
    );
    await given.close();
    const [first, second, third] = readRecords(intake.received);
    expect(intake.received[0]?.url).toBe('/v1/logs');
    const line = given.lines()[0];
    expect(first).toMatchObject({
      timeUnixNano: `${line?.time}000000`,
      severityNumber: 9,
      severityText: 'INFO',
      body: 'request completed',
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
    });
    expect(first?.attributes).toEqual({
      'brrt.request_id': 'request-1',
      'brrt.operation': 'listPets',
      'http.request.method': 'GET',
      'http.route': '/pets',
      'http.response.status_code': 200,
      'brrt.duration_ms': line?.durationMs,
      'brrt.mock': 'example',
    });
    expect(second?.attributes).toMatchObject({
      'error.type': 'ERR_REQUEST_VALIDATION',
      'brrt.violations': [{ in: 'body', pointer: '/name', keyword: 'minLength' }],
    });
    expect(third?.attributes).toEqual({
      'brrt.request_id': 'request-1',
      'http.request.method': 'GET',
      'http.response.status_code': 404,
      'brrt.duration_ms': expect.any(Number),
    });
    expect(String(intake.received[0]?.body)).not.toContain('canary');
  });

  it('are the lines of handlers and of the service, redacted as they are', async () => {
    const intake = await startIntake();
    const given = givenExport({ ...json, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${intake.url}/own/path` }, 'debug');
    const log = given.logger.forExchange(givenExchange());
    log.debug({ pets: 3, status: 'sold', list: [{ a: null, b: true }], password: 'canary' }, 'token=canary');
    log.warn('careful');
    given.logger.service.error(new TypeError('password=canary', { cause: new RangeError('why') }));
    await given.close();
    const records = readRecords(intake.received);
    expect(intake.received[0]?.url).toBe('/own/path');
    expect(records.map(({ severityNumber, severityText, body }) => [severityNumber, severityText, body])).toEqual([
      [5, 'DEBUG', 'token=[redacted]'],
      [13, 'WARN', 'careful'],
      [17, 'ERROR', 'password=[redacted]'],
    ]);
    expect(records[0]?.attributes).toEqual({
      'brrt.request_id': 'request-1',
      'brrt.operation': 'listPets',
      pets: 3,
      status: 'sold',
      list: [{ a: undefined, b: true }],
      password: '[redacted]',
    });
    expect(records[0]).toMatchObject({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) });
    expect(records[2]).not.toHaveProperty('traceId', expect.stringMatching(/./));
    expect(records[2]?.attributes).toEqual({
      'exception.type': 'TypeError',
      'exception.message': 'password=[redacted]',
      'exception.stacktrace': expect.stringMatching(/otlp-logs\.test\.ts[\s\S]*\nCaused by: RangeError: why\n/),
    });
    expect(String(intake.received[0]?.body)).not.toContain('canary');
  });

  it('say who sends them', async () => {
    const intake = await startIntake();
    const given = givenExport({
      ...json,
      OTEL_EXPORTER_OTLP_ENDPOINT: intake.url,
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_SERVICE_NAME: 'pets-eu',
      OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=shop,service.name=other',
      NODE_ENV: 'production',
    });
    given.logger.service.info('one');
    await given.close();
    expect(readRecords(intake.received)[0]?.resource).toMatchObject({
      'service.name': 'pets-eu',
      'service.namespace': 'shop',
      'service.version': '1',
      'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
      'deployment.environment.name': 'production',
      'process.pid': process.pid,
    });
  });

  it('go out as protobuf unless the environment says otherwise, compressed when it does', async () => {
    const intake = await startIntake();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: intake.url, OTEL_TRACES_EXPORTER: 'none' };
    const given = givenExport({ ...env, OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip', OTEL_EXPORTER_OTLP_HEADERS: 'x-a=1' });
    given.logger.service.info('hello protobuf');
    await given.close();
    expect(intake.received[0]?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'x-a': '1',
    });
    expect(String(gunzipSync(intake.received[0]?.body ?? ''))).toContain('hello protobuf');
  });

  it('go out in batches while the service runs, and leave the line as it is', async () => {
    const intake = await startIntake();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: intake.url, OTEL_TRACES_EXPORTER: 'none', ...json };
    const given = givenExport({
      ...env,
      OTEL_BLRP_SCHEDULE_DELAY: '20',
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '3',
    });
    for (let index = 0; index < 7; index++) given.logger.service.info({ index }, 'line');
    await expect.poll(() => readRecords(intake.received).length, { timeout: 5_000 }).toBe(7);
    const sizes = intake.received.map((one) => readRecords([one]).length);
    expect(sizes).toEqual([3, 3, 1]);
    const without = givenObservability();
    without.logger.service.info({ index: 0 }, 'line');
    const shape = (line = '') => line.replace(/"time":\d+/, '"time":0');
    expect(shape(given.written[0])).toBe(shape(without.written[0]));
    await given.close();
  });

  it('beyond the queue are dropped and counted, and so are those that nobody takes', async () => {
    const gate = Promise.withResolvers<number>();
    const intake = await startIntake(() => gate.promise);
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: intake.url, OTEL_TRACES_EXPORTER: 'none', ...json };
    const given = givenExport({ ...env, OTEL_BLRP_MAX_QUEUE_SIZE: '5', OTEL_BLRP_SCHEDULE_DELAY: '10' });
    given.logger.service.info('taken away, and refused in the end');
    await expect.poll(() => intake.received.length, { timeout: 5_000 }).toBe(1);
    for (let index = 0; index < 9; index++) given.logger.service.info({ index }, 'waits');
    const dropped = async () =>
      /^brrt_log_lines_dropped_total\{destination="otlp"\} (\d+)$/m.exec((await given.scrape()).text)?.[1];
    expect(await dropped()).toBe('4');
    expect(given.written).toHaveLength(10);
    gate.resolve(400);
    await given.close();
    expect(await dropped()).toBe('11');
    expect(given.lines().at(-1)).toMatchObject({ level: 40, msg: expect.stringMatching(/^OpenTelemetry reports/) });
  });

  it('do not keep the end of a service when nobody listens', async () => {
    const given = givenExport({ ...json, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://127.0.0.1:1/v1/logs' });
    given.logger.service.info('one');
    await given.close();
    expect(given.lines()).toHaveLength(1);
  });

  it('leave the service to end in order when neither they nor traces are taken', async () => {
    const given = givenExport({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    given.pass(givenExchange({ trace: { ...givenExchange().trace, sampled: true } }));
    await expect(given.close()).resolves.toBeUndefined();
    expect(given.flushes()).toBe(1);
  });

  it('are shown on the console for who asks', async () => {
    const shown = vi.spyOn(console, 'dir').mockImplementation(() => undefined);
    const given = givenExport({ OTEL_LOGS_EXPORTER: 'console' });
    given.logger.service.info('one');
    await given.close();
    expect(shown.mock.calls[0]?.[0]).toMatchObject({ body: 'one', severityText: 'INFO' });
    shown.mockRestore();
  });

  it.each([
    ['nothing is said', {}],
    ['none is', { OTEL_LOGS_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }],
    ['all is disabled', { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }],
  ])('are not made when %s', async (_name, env) => {
    const given = givenExport({ OTEL_TRACES_EXPORTER: 'none', ...env });
    given.logger.service.info('one');
    expect((await given.scrape()).text).not.toContain('destination="otlp"');
    expect(given.lines()).toHaveLength(1);
  });

  it.each([
    [{ OTEL_LOGS_EXPORTER: 'syslog' }, /OTEL_LOGS_EXPORTER="syslog" is not known/],
    [{ OTEL_METRICS_EXPORTER: 'otlp' }, /OTEL_METRICS_EXPORTER="otlp" is not supported.*GET \/metrics/],
    [{ OTEL_LOGS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'morse' }, /protocol "morse" of OTLP is not known/],
  ])('the log says that it cannot follow %j', async (env, want) => {
    const intake = await startIntake();
    const given = givenExport({ OTEL_EXPORTER_OTLP_ENDPOINT: intake.url, OTEL_TRACES_EXPORTER: 'none', ...env });
    await given.close();
    expect(given.lines()).toEqual([expect.objectContaining({ level: 40, msg: expect.stringMatching(want) })]);
  });

  it.each(['prometheus', 'none', ''])('OTEL_METRICS_EXPORTER=%s is what happens anyway', (OTEL_METRICS_EXPORTER) => {
    expect(givenObservability({ env: { OTEL_METRICS_EXPORTER } }).written).toEqual([]);
  });
});
