import type { Attributes, AttributeValue } from '../../src/api/telemetry.ts';

export interface AttributeGroup {
  readonly title: string;
  readonly entries: readonly (readonly [name: string, value: AttributeValue])[];
}

// OpenTelemetry's semantic conventions by their first words, in the order in which they are shown.
const groups: readonly (readonly [title: string, prefixes: readonly string[]])[] = [
  ['Contract', ['brrt']],
  ['HTTP', ['http', 'url', 'user_agent']],
  ['Database', ['db']],
  ['RPC', ['rpc', 'grpc']],
  ['Messaging', ['messaging', 'cloudevents']],
  ['GraphQL', ['graphql']],
  ['Generative AI', ['gen_ai']],
  ['Error', ['error', 'exception']],
  ['Network', ['server', 'client', 'network', 'peer', 'net', 'tls', 'dns']],
  ['User', ['user', 'enduser', 'session']],
  ['Code', ['code', 'thread']],
  ['Service', ['service']],
  ['Process', ['process']],
  ['Host', ['host', 'os', 'container', 'k8s', 'cloud', 'deployment', 'device']],
  ['Telemetry', ['telemetry', 'otel']],
];

/** Attributes under the heading of their convention; what belongs to none comes last. */
export function groupAttributes(attributes: Attributes): readonly AttributeGroup[] {
  const byTitle = new Map<string, (readonly [string, AttributeValue])[]>(groups.map(([title]) => [title, []]));
  const others: (readonly [string, AttributeValue])[] = [];
  for (const entry of Object.entries(attributes)) {
    const prefix = entry[0].split('.')[0] ?? '';
    const title = groups.find(([, prefixes]) => prefixes.includes(prefix))?.[0];
    (title === undefined ? others : (byTitle.get(title) ?? others)).push(entry);
  }
  return [...byTitle, ['Other', others] as const]
    .filter(([, entries]) => entries.length > 0)
    .map(([title, entries]) => ({ title, entries: entries.toSorted(([one], [other]) => one.localeCompare(other)) }));
}

export function attributeText(value: AttributeValue): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
