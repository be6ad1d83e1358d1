import { type DeployFacts, graceSeconds } from './deploy-facts.ts';
import { volumeMounts, volumes } from './emit-volumes.ts';
import { labelsOf, mainPort, managementPortName } from './manifest-parts.ts';

/** Who the container runs as: nobody that the node has. */
export const containerUser = 10_001;

/** Requests and limits of a new service; a patch says what it really takes. */
const resources = {
  // One process is one thread of JavaScript: it can use one CPU. No limit of CPU: throttling stops the event loop in the middle of requests.
  requests: { cpu: '1', memory: '256Mi' },
  limits: { memory: '256Mi' },
};

export function deployment(facts: DeployFacts): object {
  const { service } = facts;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: service, labels: labelsOf(service) },
    spec: {
      revisionHistoryLimit: 3,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: labelsOf(service) },
      template: { metadata: { labels: labelsOf(service) }, spec: podSpec(facts) },
    },
  };
}

function podSpec(facts: DeployFacts): object {
  const { service, stopping } = facts;
  return {
    serviceAccountName: service,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: graceSeconds(stopping),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: containerUser,
      runAsGroup: containerUser,
      fsGroup: containerUser,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: labelsOf(service) },
      matchLabelKeys: ['pod-template-hash'],
    })),
    containers: [container(facts)],
    volumes: volumes(facts),
  };
}

function container(facts: DeployFacts): object {
  const { service, port, managementPort, stopping } = facts;
  const management = managementPort === undefined ? [] : [{ name: 'management', containerPort: managementPort }];
  return {
    name: service,
    image: service,
    ports: [{ name: mainPort(facts), containerPort: port }, ...management],
    env: environment(facts),
    ...probes(facts),
    ...(stopping.preStop > 0 ? { lifecycle: { preStop: { sleep: { seconds: stopping.preStop } } } } : {}),
    resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: volumeMounts(facts),
  };
}

function environment({ secrets, calls, service, svids }: DeployFacts): readonly object[] {
  const own = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  const attributes = ['k8s.namespace.name=$(POD_NAMESPACE)', 'k8s.pod.name=$(POD_NAME)'];
  return [
    { name: 'NODE_ENV', value: 'production' },
    { name: 'WEB_CONCURRENCY', value: '1' },
    own('POD_NAME', 'metadata.name'),
    own('POD_NAMESPACE', 'metadata.namespace'),
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: attributes.join(',') },
    ...calls.flatMap(({ name, variable, isTls }) =>
      variable === undefined
        ? []
        : [{ name: variable, value: `${isTls ? 'https' : 'http'}://${name}.$(POD_NAMESPACE).svc.cluster.local` }],
    ),
    ...(svids?.variable === undefined ? [] : [svids.variable]),
    ...secrets.map((key) => ({ name: key, valueFrom: { secretKeyRef: { name: service, key } } })),
  ];
}

/** Readiness is asked with more patience than its checks have (two seconds). */
function probes(facts: DeployFacts): object {
  const live = probeOf(facts, facts.livePath);
  return {
    startupProbe: { ...live, periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 60 },
    livenessProbe: { ...live, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
    readinessProbe: { ...probeOf(facts, facts.readyPath), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
  };
}

function probeOf(facts: DeployFacts, path: string | undefined): object {
  const port = managementPortName(facts);
  if (path === undefined) return { tcpSocket: { port } };
  return { httpGet: port === 'https' ? { path, port, scheme: 'HTTPS' } : { path, port } };
}
