import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { knownKeywords } from './known-keywords.ts';

/** A reference inside a schema, with the part of the value that it is about. */
interface Occurrence {
  readonly target: string;
  /** `''`: the value itself; `.name`, `.*`, `[0]`, `[*]` and what follows them: a part of it. */
  readonly part: string;
}

/**
 * Finds, among the schemas that can be reached from one, those that would be checked again and again: they recur, and
 * somewhere in the circle one part of a value meets two references. `known` receives a verdict for each of them.
 */
export function findRepeating(start: string, schemaOf: (id: string) => JsonSchema, known: Map<string, boolean>): void {
  const occurrences = new Map<string, readonly Occurrence[]>();
  const pending = [start];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (occurrences.has(id)) continue;
    const found = listOccurrences(schemaOf(id));
    occurrences.set(id, found);
    pending.push(...found.map(({ target }) => target));
  }
  const circles = findCircles(occurrences);
  for (const id of circles.keys()) if (!known.has(id)) known.set(id, false);
  for (const circle of new Set(circles.values())) markRepeating(circle, occurrences, known);
}

function markRepeating(
  circle: ReadonlySet<string>,
  occurrences: ReadonlyMap<string, readonly Occurrence[]>,
  known: Map<string, boolean>,
): void {
  const within = [...circle].map((id) => (occurrences.get(id) ?? []).filter(({ target }) => circle.has(target)));
  if (!within.some(meetTwice)) return;
  // A reference to a part is where the value changes; those about the value itself follow from there.
  for (const { target, part } of within.flat()) if (part !== '') known.set(target, true);
}

function meetTwice(occurrences: readonly Occurrence[]): boolean {
  const parts = occurrences.map(({ part }) => part).sort();
  return parts.some((part, index) => {
    const fixed = part.includes('*') ? part.slice(0, part.indexOf('*')) : undefined;
    return (
      part === parts[index + 1] ||
      (fixed !== undefined && parts.some((other, at) => at !== index && other.startsWith(fixed)))
    );
  });
}

function listOccurrences(root: JsonSchema): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const walk = (schema: JsonSchema, part: string): void => {
    if (typeof schema === 'boolean') return;
    if (typeof schema.$ref === 'string') found.push({ target: schema.$ref, part });
    for (const keyword of Object.keys(schema)) {
      visitKeyword(schema, keyword, (inner, step) => walk(inner, part + step));
    }
  };
  walk(root, '');
  return found;
}

function visitKeyword(schema: JsonObject, keyword: string, visit: (schema: JsonSchema, step: string) => void): void {
  const known = knownKeywords.get(keyword);
  const content = schema[keyword];
  if (known === undefined || known.kind === 'value' || content === undefined) return;
  if (known.kind === 'schema') {
    visit(content as JsonSchema, known.inPlace ? '' : (singleSteps[keyword] ?? '.*'));
    return;
  }
  // `kind` says that this is a list or a map of schemas.
  for (const [key, inner] of Object.entries(content as Readonly<Record<string, JsonSchema>>)) {
    visit(inner, known.inPlace ? '' : stepOf(keyword, key));
  }
}

const singleSteps: Readonly<Record<string, string>> = { items: '[*]', contains: '[*]', unevaluatedItems: '[*]' };

function stepOf(keyword: string, key: string): string {
  if (keyword === 'properties') return `.${key}`;
  return keyword === 'prefixItems' ? `[${key}]` : '.*';
}

/** The strongly connected parts of the graph that are more than one schema without a reference to itself (Tarjan). */
function findCircles(
  occurrences: ReadonlyMap<string, readonly Occurrence[]>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const circles = new Map<string, ReadonlySet<string>>();
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (start: string): void => {
    const path: { readonly id: string; next: number }[] = [];
    const enter = (id: string): void => {
      order.set(id, order.size);
      lowest.set(id, order.size - 1);
      open.push(id);
      path.push({ id, next: 0 });
    };
    enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const target = occurrences.get(step.id)?.[step.next++]?.target;
      if (target === undefined) {
        path.pop();
        close(step.id, path.at(-1)?.id);
      } else if (!order.has(target)) enter(target);
      else if (!circles.has(target)) lower(step.id, order.get(target) ?? 0);
    }
  };
  const lower = (id: string, number: number): void => {
    lowest.set(id, Math.min(lowest.get(id) ?? 0, number));
  };
  const close = (id: string, parent: string | undefined): void => {
    if (parent !== undefined) lower(parent, lowest.get(id) ?? 0);
    if (lowest.get(id) !== order.get(id)) return;
    const circle = new Set(open.splice(open.indexOf(id)));
    for (const member of circle) circles.set(member, circle);
  };
  for (const id of occurrences.keys()) if (!order.has(id)) visit(id);
  return circles;
}
