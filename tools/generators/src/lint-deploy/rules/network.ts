import { at, listAt, type Manifest, type Values } from '../manifest.ts';
import { deployments, finding, ofKind, podLabels, portsOf, type Rule, selects } from '../rule.ts';

/** What the service calls is let out, and who calls it is let in; several policies add up. */
export const networkReaches: Rule = (set) => {
  const [pod] = deployments(set);
  if (pod === undefined) return [];
  const { facts } = set;
  const policies = ofKind(set, 'NetworkPolicy').filter(({ value }) =>
    selects(at(value, 'spec', 'podSelector', 'matchLabels'), podLabels(pod)),
  );
  const [first] = policies;
  if (first === undefined)
    return [
      finding(pod, {
        code: 'network',
        pointer: '',
        message: 'has no NetworkPolicy: everybody in the cluster may call it, and it may call everybody',
      }),
    ];
  const out = rulesOf(policies, 'egress');
  const into = rulesOf(policies, 'ingress');
  const open = portsOf(pod);
  const calls = facts.calls.filter(
    ({ name, port }) => !out.some((rule) => reaches(rule, 'to', name) && hasPort(rule, port)),
  );
  const callers = facts.callers.filter(
    (name) => !into.some((rule) => reaches(rule, 'from', name) && hasPort(rule, facts.port, open)),
  );
  const elsewhere = [...facts.publicPorts, ...facts.otherPorts].filter(
    (port) =>
      !out.some((rule) => hasPort(rule, port) && (listAt(rule, 'to').length === 0 || listAt(rule, 'to').some(isWide))),
  );
  const said = (pointer: string, message: string) =>
    finding(first, { code: 'network', pointer, message, hint: 'run npx nx sync, or add a policy' });
  return [
    ...calls.map(({ name, port }) =>
      said('/spec/egress', `does not let the service call ${name} at ${port}, which its configuration names`),
    ),
    ...callers.map((name) => said('/spec/ingress', `does not let in ${name}, which calls the service`)),
    ...(facts.callers.length === 0 && !into.some((rule) => hasPort(rule, facts.port, open))
      ? [said('/spec/ingress', `lets nobody in at ${facts.port}`)]
      : []),
    ...elsewhere.map((port) =>
      said('/spec/egress', `does not let the service out at ${port}, where its configuration names somebody`),
    ),
    ...(out.some((rule) => hasPort(rule, 53))
      ? []
      : [said('/spec/egress', 'does not let the service ask for names (DNS, port 53)')]),
    ...(out.some((rule) => hasPort(rule, 4318))
      ? []
      : [said('/spec/egress', 'does not let telemetry out (OTLP, port 4318)')]),
  ];
};

function rulesOf(policies: readonly Manifest[], direction: 'ingress' | 'egress'): readonly Values[] {
  return policies.flatMap(({ value }) => listAt(value, 'spec', direction));
}

/** A rule without peers means everybody. */
function reaches(rule: Values, side: 'to' | 'from', name: string): boolean {
  const peers = listAt(rule, side);
  if (peers.length === 0) return true;
  return peers.some((peer) => {
    const selector = at(peer, 'podSelector');
    if (selector === undefined) return isWide(peer);
    return selects(at(selector, 'matchLabels'), { 'app.kubernetes.io/name': name });
  });
}

function isWide(peer: Values): boolean {
  return at(peer, 'ipBlock', 'cidr') !== undefined || at(peer, 'namespaceSelector') !== undefined;
}

/** A rule without ports means all of them; a name is one of the pod's own. */
function hasPort(rule: Values, wanted: number, named: ReadonlyMap<unknown, number> = new Map()): boolean {
  const ports = listAt(rule, 'ports');
  if (ports.length === 0) return true;
  return ports.some(({ port, endPort }) => {
    const from = named.get(port) ?? port;
    return (
      from === wanted ||
      (typeof from === 'number' && typeof endPort === 'number' && from <= wanted && wanted <= endPort)
    );
  });
}
