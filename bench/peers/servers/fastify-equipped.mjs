import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import pino from 'pino';
import { Histogram, register } from 'prom-client';
import { checkResponses } from './fastify-responses-hook.mjs';
import { address, report } from './handlers.mjs';
import { startTracing } from './start-tracing.mjs';

// What a BRRT service has, given to Fastify the way its users do: OpenTelemetry's SDK and its instrumentation of node:http,
// prom-client, pino with a buffered destination, @fastify/cors and @fastify/helmet with the headers that BRRT sends.
startTracing();
const { LogController } = await import('fastify');
const { createApp } = await import('./fastify-app.mjs');

const duration = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Duration of requests',
  labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
});

const app = createApp(
  {
    loggerInstance: pino({ level: 'info' }, pino.destination({ dest: 1, sync: false, minLength: 8_192 })),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
  },
  (app) => {
    app.register(cors, { origin: ['https://shop.example'] });
    app.register(helmet, {
      contentSecurityPolicy: false,
      crossOriginOpenerPolicy: false,
      crossOriginResourcePolicy: { policy: 'same-origin' },
      originAgentCluster: false,
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: false,
      xDnsPrefetchControl: false,
      xDownloadOptions: false,
      xFrameOptions: false,
      xPermittedCrossDomainPolicies: false,
      xPoweredBy: false,
      xXssProtection: false,
    });
    checkResponses(app);
    app.addHook('onRequest', (request, reply, done) => {
      reply.header('x-request-id', request.id);
      done();
    });
    app.addHook('onResponse', (request, reply, done) => {
      const { method, routeOptions, url } = request;
      const seconds = reply.elapsedTime / 1000;
      duration.observe(
        { http_request_method: method, http_route: routeOptions.url, http_response_status_code: reply.statusCode },
        seconds,
      );
      request.log.info({ method, path: url, route: routeOptions.url, status: reply.statusCode, seconds }, 'request');
      done();
    });
    app.get('/metrics', async (_request, reply) => reply.type(register.contentType).send(await register.metrics()));
  },
);
await app.listen(address);
report(app.server.address().port);
