import { isMap, isScalar, parseDocument } from 'yaml';
import { defaultObjective, latencyBounds, type Objective } from './objective.ts';

/** What `observability/slo.yaml` says. */
export interface Objectives {
  of(service: string): Objective;
  /** One line for each mistake; with any, nothing is usable. */
  readonly mistakes: readonly string[];
}

const keys = { availability: 'availability', fast: 'fast', latency_ms: 'latencyMs' } as const;

/** Every key is known and every number makes sense, or it is a mistake with its path. */
export function readObjectives(text: string): Objectives {
  const document = parseDocument(text);
  const mistakes = document.errors.map(({ message }) => message.split('\n', 1)[0] ?? '');
  const root = mistakes.length === 0 ? entriesOf(document.contents, '', mistakes) : [];
  const fallback = {
    ...defaultObjective,
    ...partOf(root.find(([key]) => key === 'default')?.[1], 'default', mistakes),
  };
  const services = root.find(([key]) => key === 'services')?.[1];
  for (const [key] of root) if (key !== 'default' && key !== 'services') mistakes.push(`${key}: unknown key`);
  const named = new Map(
    entriesOf(services, 'services', mistakes).map(([name, value]) => [
      name,
      { ...fallback, ...partOf(value, `services.${name}`, mistakes) },
    ]),
  );
  return { of: (service) => named.get(service) ?? fallback, mistakes };
}

function partOf(node: unknown, path: string, mistakes: string[]): Partial<Objective> {
  const part: Partial<Record<keyof Objective, number>> = {};
  for (const [key, value] of entriesOf(node, path, mistakes)) {
    const field = Object.hasOwn(keys, key) ? keys[key as keyof typeof keys] : undefined;
    const number = isScalar(value) && typeof value.value === 'number' ? value.value : Number.NaN;
    if (field === undefined) mistakes.push(`${path}.${key}: unknown key; there are ${Object.keys(keys).join(', ')}`);
    else if (field === 'latencyMs' && !latencyBounds.includes(number))
      mistakes.push(`${path}.${key}: has to be one of ${latencyBounds.join(', ')}`);
    else if (field !== 'latencyMs' && !(number > 0 && number < 100))
      mistakes.push(`${path}.${key}: has to be a percentage above 0 and below 100`);
    else part[field] = number;
  }
  return part;
}

function entriesOf(node: unknown, path: string, mistakes: string[]): readonly (readonly [string, unknown])[] {
  if (node === undefined || node === null || (isScalar(node) && node.value === null)) return [];
  if (isMap(node)) return node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), value] as const);
  mistakes.push(`${path || 'the file'}: has to be a map`);
  return [];
}
