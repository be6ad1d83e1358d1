import type { EmittedFile } from '../emitted-file.ts';
import { type DeployFacts, graceSeconds } from './deploy-facts.ts';
import { deployment } from './emit-deployment.ts';
import { monitoringPolicy, networkPolicy } from './emit-network-policy.ts';
import { fileSecrets } from './emit-volumes.ts';
import { configMapName, labelsOf, mainPort, managementPortName, manifestText } from './manifest-parts.ts';

export const deployFolder = 'deploy';
const base = `${deployFolder}/base`;
const monitoring = `${deployFolder}/components/monitoring`;

/** What tells that an app has manifests. */
export const baseFile = `${base}/kustomization.yaml`;
export const secretFile = `${deployFolder}/secret.example.yaml`;

/** Files that are there only where the contract leaves `/metrics` to the service. */
export const monitoringNames = ['kustomization', 'servicemonitor', 'networkpolicy'].map(
  (name) => `${monitoring}/${name}.yaml`,
);

/** Where a file of the configuration is copied to: kustomize reads nothing outside of its folder. */
export function copiedFile(name: string): string {
  return `${base}/${name}`;
}

/** Manifests that follow from contract and configuration: the generator's, kept true by `nx sync`. */
export function emitManifests(facts: DeployFacts): readonly EmittedFile[] {
  const file = (path: string, manifest: object, ...comments: readonly string[]): EmittedFile => ({
    path,
    text: manifestText(manifest, ...comments),
    owner: 'generator',
  });
  return [
    file(baseFile, kustomization(facts)),
    file(`${base}/deployment.yaml`, deployment(facts), ...aboutStopping(facts), ...aboutProcesses),
    file(`${base}/service.yaml`, service(facts)),
    file(`${base}/serviceaccount.yaml`, serviceAccount(facts)),
    file(`${base}/horizontalpodautoscaler.yaml`, autoscaler(facts)),
    file(`${base}/poddisruptionbudget.yaml`, disruptionBudget(facts)),
    file(`${base}/networkpolicy.yaml`, networkPolicy(facts), ...aboutNetwork(facts)),
    ...Object.entries(facts.configFiles).map(([name, text]): EmittedFile => copiedConfig(name, text)),
    ...monitoringFiles(facts, file),
    ...secretFiles(facts),
  ];
}

function kustomization({ service, configFiles }: DeployFacts): object {
  const resources = ['serviceaccount', 'deployment', 'service', 'horizontalpodautoscaler', 'poddisruptionbudget'];
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [...resources, 'networkpolicy'].map((name) => `${name}.yaml`),
    configMapGenerator: [{ name: configMapName(service), files: Object.keys(configFiles) }],
  };
}

function copiedConfig(name: string, text: string): EmittedFile {
  const head = `# Copied by \`nx sync\` from ../../${name}; edits are overwritten.\n`;
  return { path: copiedFile(name), text: `${head}${text}`, owner: 'generator' };
}

function service(facts: DeployFacts): object {
  const { managementPort, isTls } = facts;
  const main = {
    name: mainPort(facts),
    port: isTls ? 443 : 80,
    targetPort: mainPort(facts),
    appProtocol: mainPort(facts),
  };
  const management = { name: 'management', port: managementPort, targetPort: 'management', appProtocol: 'http' };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: facts.service, labels: labelsOf(facts.service) },
    spec: {
      selector: labelsOf(facts.service),
      ports: managementPort === undefined ? [main] : [main, management],
    },
  };
}

function serviceAccount({ service: name }: DeployFacts): object {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, labels: labelsOf(name) },
    automountServiceAccountToken: false,
  };
}

function autoscaler({ service: name }: DeployFacts): object {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, labels: labelsOf(name) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    },
  };
}

function disruptionBudget({ service: name }: DeployFacts): object {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, labels: labelsOf(name) },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: labelsOf(name) },
    },
  };
}

type ManifestFile = (path: string, manifest: object, ...comments: readonly string[]) => EmittedFile;

/** Apart, because a cluster without the operator of Prometheus refuses a ServiceMonitor. */
function monitoringFiles(facts: DeployFacts, file: ManifestFile): readonly EmittedFile[] {
  const { service: name, hasMetrics } = facts;
  if (!hasMetrics) return [];
  const port = managementPortName(facts);
  const monitor = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name, labels: labelsOf(name) },
    spec: {
      selector: { matchLabels: labelsOf(name) },
      endpoints: [{ port, path: '/metrics', scheme: port === 'https' ? 'https' : 'http', interval: '15s' }],
    },
  };
  const component = {
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    resources: ['servicemonitor.yaml', 'networkpolicy.yaml'],
  };
  return [
    file(`${monitoring}/kustomization.yaml`, component, 'For clusters with the operator of Prometheus.'),
    file(`${monitoring}/servicemonitor.yaml`, monitor),
    file(`${monitoring}/networkpolicy.yaml`, monitoringPolicy(facts), 'Prometheus runs in the namespace `monitoring`.'),
  ];
}

/** Names alone. No value is Base64, so that the file is refused when somebody applies it as it is. */
function secretFiles(facts: DeployFacts): readonly EmittedFile[] {
  const { service, secrets } = facts;
  const examples = [
    ...(secrets.length > 0 ? [secretExample(facts, { name: service, keys: secrets, option: 'literal' })] : []),
    ...fileSecrets(facts).map(({ name, files }) => secretExample(facts, { name, keys: files, option: 'file' })),
  ];
  return examples.length === 0 ? [] : [{ path: secretFile, text: examples.join('---\n'), owner: 'generator' }];
}

interface SecretExample {
  readonly name: string;
  readonly keys: readonly string[];
  readonly option: 'literal' | 'file';
}

function secretExample({ service }: DeployFacts, { name, keys, option }: SecretExample): string {
  const manifest = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, labels: labelsOf(service) },
    type: 'Opaque',
    data: Object.fromEntries(keys.map((key) => [key, '<Base64 of the value>'])),
  };
  return manifestText(
    manifest,
    `What the configuration names ${option === 'file' ? 'as files' : 'without a default'}. An example: Kubernetes refuses it, since no value is Base64. Make it with`,
    `kubectl create secret generic ${name} ${keys.map((key) => `--from-${option}=${key}=…`).join(' ')}`,
    'or let an operator for secrets make it. Never commit values.',
  );
}

function aboutStopping({ stopping }: DeployFacts): readonly string[] {
  const { preStop, drainDelay, drainTimeout, webhooks, flush } = stopping;
  const parts = [
    `${preStop} s before SIGTERM (until nobody sends requests any more)`,
    `${drainDelay} s http.drain_delay_ms`,
    `${drainTimeout} s http.drain_timeout_ms`,
    ...(webhooks > 0 ? [`${webhooks} s webhooks.drain_ms`] : []),
    `${flush} s to send telemetry`,
  ];
  return [`terminationGracePeriodSeconds ${graceSeconds(stopping)} = ${parts.join(' + ')}.`];
}

const aboutProcesses = [
  'One process in each container: Kubernetes restarts, drains and counts it alone, and replicas are what scales. One process uses',
  'one CPU, which it asks for; there is no limit of CPU, since throttling stops its event loop in the middle of requests.',
];

function aboutNetwork({ callers, publicPorts, otherPorts }: DeployFacts): readonly string[] {
  return [
    callers.length > 0
      ? `In: ${callers.join(', ')}.`
      : 'In: everybody, since no service of the workspace calls this one.',
    `Out: DNS, OTLP, services that it calls${publicPorts.length > 0 ? ', addresses of the configuration on the internet' : ''}${
      otherPorts.length > 0 ? ', databases and caches of the configuration' : ''
    }.`,
    'Further policies of an overlay add to this one.',
  ];
}
