import type { EmittedFile } from '../emitted-file.ts';
import { yamlText } from '../yaml-text.ts';
import { defaultObjective, latencyBounds } from './objective.ts';

/** A service of the workspace and where it listens in development. */
export interface ScrapedService {
  readonly name: string;
  readonly port: number;
}

export const folder = 'observability';

/** Where services send traces and logs. 4318 is the developer dashboard's. */
export const collectorPort = 14_318;

/**
 * A stack for who has Docker: collector, Tempo, Loki, Prometheus and Grafana, reachable on this machine alone. Its files are the
 * developer's once they are there; which services are scraped follows the workspace.
 */
export function emitStack(services: readonly ScrapedService[]): readonly EmittedFile[] {
  const developer = (path: string, text: string): EmittedFile => ({
    path: `${folder}/${path}`,
    text,
    owner: 'developer',
  });
  return [
    developer('compose.yaml', compose),
    developer('collector.yaml', yamlText(collector)),
    developer('tempo.yaml', yamlText(tempo)),
    developer('loki.yaml', yamlText(loki)),
    developer('grafana/provisioning/datasources/brrt.yaml', datasources),
    developer('grafana/provisioning/dashboards/brrt.yaml', yamlText(dashboards)),
    developer('slo.yaml', objectives),
    { path: `${folder}/prometheus/prometheus.yaml`, text: emitPrometheus(services), owner: 'generator' },
  ];
}

function emitPrometheus(services: readonly ScrapedService[]): string {
  const config = {
    global: { scrape_interval: '5s', evaluation_interval: '15s' },
    rule_files: ['rules/*.yaml'],
    scrape_configs: services.map(({ name, port }) => ({
      job_name: name,
      static_configs: [{ targets: [`127.0.0.1:${port}`] }],
    })),
  };
  return `# Written by \`nx g brrt:grafana\`: every service, on the port of its config.yaml.\n${yamlText(config)}`;
}

const compose = `# docker compose -f ${folder}/compose.yaml up -d, then
# OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${collectorPort} npm start, and http://127.0.0.1:3000
#
# Everything listens on this machine alone. Prometheus and Grafana share its network, since services in development listen on its
# loopback address: Docker Desktop wants that switched on (Settings, Resources, Network, Enable host networking).
name: brrt-observability
services:
  collector:
    image: otel/opentelemetry-collector-contrib:0.128.0
    command: [--config=/etc/collector.yaml]
    volumes: [./collector.yaml:/etc/collector.yaml:ro]
    ports: ['127.0.0.1:${collectorPort}:4318']
    depends_on: [tempo, loki]
  tempo:
    image: grafana/tempo:2.8.1
    command: [-config.file=/etc/tempo.yaml]
    volumes: [./tempo.yaml:/etc/tempo.yaml:ro, 'tempo:/var/tempo']
    ports: ['127.0.0.1:3200:3200']
  loki:
    image: grafana/loki:3.5.1
    command: [-config.file=/etc/loki/loki.yaml]
    volumes: [./loki.yaml:/etc/loki/loki.yaml:ro, 'loki:/loki']
    ports: ['127.0.0.1:3100:3100']
  prometheus:
    image: prom/prometheus:v3.4.2
    network_mode: host
    command:
      - --config.file=/etc/prometheus/prometheus.yaml
      - --storage.tsdb.path=/prometheus
      - --web.listen-address=127.0.0.1:9090
      - --enable-feature=exemplar-storage
    volumes: [./prometheus:/etc/prometheus:ro, 'prometheus:/prometheus']
  grafana:
    image: grafana/grafana:12.0.2
    network_mode: host
    environment:
      GF_SERVER_HTTP_ADDR: 127.0.0.1
      GF_SERVER_HTTP_PORT: '3000'
      # Nobody signs in, so there is no password: who can reach it may look and try.
      GF_AUTH_ANONYMOUS_ENABLED: 'true'
      GF_AUTH_ANONYMOUS_ORG_ROLE: Editor
      GF_AUTH_BASIC_ENABLED: 'false'
      GF_AUTH_DISABLE_LOGIN_FORM: 'true'
      GF_ANALYTICS_REPORTING_ENABLED: 'false'
    volumes:
      - ./grafana/provisioning:/etc/grafana/provisioning:ro
      - ./grafana/dashboards:/var/lib/grafana/dashboards:ro
volumes: { tempo: {}, loki: {}, prometheus: {} }
`;

const collector = {
  receivers: { otlp: { protocols: { http: { endpoint: '0.0.0.0:4318' } } } },
  processors: { batch: {} },
  exporters: {
    'otlphttp/tempo': { endpoint: 'http://tempo:4318' },
    'otlphttp/loki': { endpoint: 'http://loki:3100/otlp' },
  },
  service: {
    telemetry: { metrics: { level: 'none' } },
    pipelines: {
      traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['otlphttp/tempo'] },
      logs: { receivers: ['otlp'], processors: ['batch'], exporters: ['otlphttp/loki'] },
    },
  },
};

const tempo = {
  server: { http_listen_port: 3200 },
  distributor: { receivers: { otlp: { protocols: { http: { endpoint: '0.0.0.0:4318' } } } } },
  storage: { trace: { backend: 'local', wal: { path: '/var/tempo/wal' }, local: { path: '/var/tempo/blocks' } } },
  compactor: { compaction: { block_retention: '48h' } },
  usage_report: { reporting_enabled: false },
};

const loki = {
  auth_enabled: false,
  server: { http_listen_port: 3100 },
  common: {
    instance_addr: '127.0.0.1',
    path_prefix: '/loki',
    replication_factor: 1,
    storage: { filesystem: { chunks_directory: '/loki/chunks', rules_directory: '/loki/rules' } },
    ring: { kvstore: { store: 'inmemory' } },
  },
  schema_config: {
    configs: [
      {
        from: '2024-04-01',
        store: 'tsdb',
        object_store: 'filesystem',
        schema: 'v13',
        index: { prefix: 'index_', period: '24h' },
      },
    ],
  },
  limits_config: { allow_structured_metadata: true },
  analytics: { reporting_enabled: false },
};

const datasources = `apiVersion: 1
datasources:
  - name: Prometheus
    uid: prometheus
    type: prometheus
    access: proxy
    url: http://127.0.0.1:9090
    isDefault: true
    jsonData:
      httpMethod: POST
      # A point of a recorded request leads to its trace.
      exemplarTraceIdDestinations: [{ name: trace_id, datasourceUid: tempo }]
  - name: Tempo
    uid: tempo
    type: tempo
    access: proxy
    url: http://127.0.0.1:3200
    jsonData:
      tracesToLogsV2: { datasourceUid: loki, filterByTraceID: true, spanStartTimeShift: -1m, spanEndTimeShift: 1m }
  - name: Loki
    uid: loki
    type: loki
    access: proxy
    url: http://127.0.0.1:3100
    jsonData:
      derivedFields:
        # $$ is a dollar sign to Grafana.
        - { name: Trace, matcherType: label, matcherRegex: trace_id, url: '$\${__value.raw}', datasourceUid: tempo }
`;

const dashboards = {
  apiVersion: 1,
  providers: [{ name: 'brrt', folder: 'BRRT', type: 'file', options: { path: '/var/lib/grafana/dashboards' } }],
};

const { availability, fast, latencyMs } = defaultObjective;

const objectives = `# What services promise over 30 days: percent of requests that do not fail with 5xx (availability), and percent of answers
# faster than latency_ms, which has to be a bound of the buckets: ${latencyBounds.join(', ')}.
# After a change: npx nx g brrt:grafana
default: { availability: ${availability}, fast: ${fast}, latency_ms: ${latencyMs} }
# services:
#   orders: { availability: 99.95, latency_ms: 250 }
`;
