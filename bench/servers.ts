import { apiKey } from './requests.ts';

/** One of the servers that `npm run bench` compares. */
export interface BenchServer {
  readonly name: string;
  readonly title: string;
  /** Its module, relative to this folder. */
  readonly entry: string;
  readonly needsPeers: boolean;
  readonly checksRequests: boolean;
  readonly checksResponses: boolean;
}

export const bare: BenchServer = {
  name: 'bare',
  title: 'bare `node:http`',
  entry: '../dist/bench/bare.mjs',
  needsPeers: false,
  checksRequests: false,
  checksResponses: false,
};

export const brrt: BenchServer = {
  name: 'brrt',
  title: '**BRRT**, everything on',
  entry: '../dist/bench/shop/main.mjs',
  needsPeers: false,
  checksRequests: true,
  checksResponses: true,
};

export const fastify = peer('fastify', 'Fastify', false);
export const equippedFastify = peer('fastify-equipped', 'Fastify, given the same', true);

export const peers: readonly BenchServer[] = [
  fastify,
  peer('fastify-responses', 'Fastify, responses checked', true),
  equippedFastify,
  peer('hono', 'Hono, zod-openapi', false),
  peer('hono-responses', 'Hono, zod-openapi, responses checked', true),
  peer('openapi-backend', 'openapi-backend', true),
  peer('express-openapi-validator', 'express-openapi-validator', true),
];

function peer(name: string, title: string, checksResponses: boolean): BenchServer {
  return {
    name,
    title,
    entry: `peers/servers/${name}.mjs`,
    needsPeers: true,
    checksRequests: true,
    checksResponses,
  };
}

/** `--peers a,b` or `all`; those that the figures are about unless given. */
export function selectPeers(names: string | undefined): readonly BenchServer[] {
  if (names === undefined) return [fastify, equippedFastify];
  if (names === 'all') return peers;
  if (names === 'none') return [];
  return names.split(',').map((name) => {
    const found = peers.find((each) => each.name === name);
    if (found === undefined)
      throw new TypeError(`--peers ${name}: there are all, none, ${peers.map((each) => each.name).join(', ')}`);
    return found;
  });
}

/** One request in a hundred is traced, by whoever traces at all; without a collector none. */
export function environment(collector: string | undefined): Readonly<Record<string, string>> {
  const common = {
    NODE_ENV: 'production',
    SHOP_API_KEY: apiKey,
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
  };
  if (collector === undefined) return common;
  return {
    ...common,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.01',
  };
}
