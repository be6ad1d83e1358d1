import type { DeployFacts } from './deploy-facts.ts';
import { labelsOf, mainPort, managementPortName } from './manifest-parts.ts';

// RFC 1918 and RFC 6598, loopback, and the link-local addresses where clouds keep credentials of the node.
const privateNetworks = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
];

const dns = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

/** Port of OTLP over HTTP. */
const otlpPort = 4318;

/** In: who calls the service in this workspace, or everybody where nobody does. Out: what contract and configuration name. */
export function networkPolicy(facts: DeployFacts): object {
  const { service, callers, calls, publicPorts, otherPorts } = facts;
  const from = callers.map((name) => ({ podSelector: { matchLabels: labelsOf(name) } }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: service, labels: labelsOf(service) },
    spec: {
      podSelector: { matchLabels: labelsOf(service) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ...(from.length > 0 ? { from } : {}), ports: [{ protocol: 'TCP', port: mainPort(facts) }] }],
      egress: [
        dns,
        { to: [{ namespaceSelector: {} }], ports: tcp([otlpPort]) },
        ...calls.map(({ name, port }) => ({
          to: [{ podSelector: { matchLabels: labelsOf(name) } }],
          ports: tcp([port]),
        })),
        ...(publicPorts.length > 0
          ? [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: privateNetworks } }], ports: tcp(publicPorts) }]
          : []),
        ...(otherPorts.length > 0 ? [{ ports: tcp(otherPorts) }] : []),
      ],
    },
  };
}

/** Prometheus may ask for metrics. */
export function monitoringPolicy(facts: DeployFacts): object {
  const { service } = facts;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${service}-monitoring`, labels: labelsOf(service) },
    spec: {
      podSelector: { matchLabels: labelsOf(service) },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
          ports: [{ protocol: 'TCP', port: managementPortName(facts) }],
        },
      ],
    },
  };
}

function tcp(ports: readonly number[]): readonly object[] {
  return ports.map((port) => ({ protocol: 'TCP', port }));
}
