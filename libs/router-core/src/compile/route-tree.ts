import findMyWay, { type HTTPMethod } from 'find-my-way';
import { encodeLiteral } from '../params/index.ts';
import { hiddenPercent, type SegmentPart, segmentPattern } from './segment-pattern.ts';
import { compareTemplates, isVariable, splitSegment } from './template-order.ts';

/** One template bound to a value. Templates are OpenAPI's: `/pets/{petId}`, `/files/{name}.json`. */
export interface RouteEntry<Value> {
  readonly method: string;
  /** With base path. */
  readonly template: string;
  readonly value: Value;
}

export interface RouteMatch<Value> {
  readonly value: Value;
  /** In the order of the template's placeholders; still percent-encoded. */
  readonly pathValues: readonly string[];
}

export interface RouteTree<Value> {
  find(method: string, path: string): RouteMatch<Value> | undefined;
  /** Methods whose templates match the path, in the order they were declared. */
  methods(path: string): readonly string[];
}

const noValues: readonly string[] = [];

/**
 * Builds one tree per method: methods of `additionalOperations` are names like any other. Of several templates that match
 * a path the most specific one wins (`compareTemplates`), of two of the same shape the first.
 */
export function createRouteTree<Value>(entries: readonly RouteEntry<Value>[]): RouteTree<Value> {
  const routers = new Map<string, findMyWay.Instance<findMyWay.HTTPVersion.V1>>();
  const fixed = new Map<string, ReadonlyMap<string, RouteMatch<Value>>>();
  const hidesAsterisk = entries.some((entry) => entry.template.includes('*'));
  for (const [method, own] of Map.groupBy(entries, (entry) => entry.method)) {
    const router = createRouter();
    routers.set(method, router);
    const sorted = own.toSorted(byOrder);
    fixed.set(method, listFixed(sorted));
    for (const { template, value } of sorted) {
      const pattern = toPattern(template);
      if (!router.hasRoute(tree, pattern)) router.on(tree, pattern, neverCalled, value);
    }
  }
  const lookUp = (method: string, path: string) => {
    const match = fixed.get(method)?.get(path);
    if (match !== undefined) return match;
    const router = routers.get(method);
    const found = router?.find(tree, toCanonicalPath(path, hidesAsterisk));
    if (!found) return undefined;
    // An escaped dot is a dot for the template, and no delimiter for style label.
    const exact =
      path.includes('%') && /%2e/i.test(path)
        ? router?.find(tree, toCanonicalPath(path, hidesAsterisk, dotless))
        : undefined;
    return toMatch<Value>(found.store, exact && exact.store === found.store ? exact.params : found.params);
  };
  return {
    find: lookUp,
    methods: (path) => [...routers.keys()].filter((method) => lookUp(method, path) !== undefined),
  };
}

/** Paths without placeholders and escapes, which win over all others: they need no tree. */
function listFixed<Value>(sorted: readonly RouteEntry<Value>[]): ReadonlyMap<string, RouteMatch<Value>> {
  const matches = new Map<string, RouteMatch<Value>>();
  for (const { template, value } of sorted) {
    if (/^[\w/.~-]+$/.test(template) && !matches.has(template)) matches.set(template, { value, pathValues: noValues });
  }
  return matches;
}

const tree: HTTPMethod = 'GET';
const neverCalled = (): void => undefined;

function createRouter(): findMyWay.Instance<findMyWay.HTTPVersion.V1> {
  return findMyWay({
    caseSensitive: true,
    maxParamLength: 8192,
    // Every expression is written in `segmentPattern`.
    allowUnsafeRegex: true,
    querystringParser: (query) => query as never,
  });
}

function toMatch<Value>(
  store: unknown,
  params: Readonly<Record<string, string | undefined>>,
): RouteMatch<Value> | undefined {
  const value = store as Value; // what `on` was given
  let pathValues: string[] | undefined;
  for (const name in params) {
    const raw = params[name] ?? '';
    // '/pets/' is not '/pets/{petId}' with an empty id.
    if (raw === '') return undefined;
    pathValues ??= [];
    pathValues.push(raw.includes(hiddenPercent) ? raw.replaceAll(hiddenPercent, '%') : raw);
  }
  return { value, pathValues: pathValues ?? noValues };
}

function byOrder(left: RouteEntry<unknown>, right: RouteEntry<unknown>): number {
  return compareTemplates(left.template, right.template);
}

/** Placeholders are numbered, so any name will do. */
function toPattern(template: string): string {
  let count = 0;
  const toPart = (part: string): SegmentPart =>
    isVariable(part) ? { variable: count++ } : { literal: toCanonicalPath(encodeLiteral(part), true) };
  return template
    .split('/')
    .map((segment) => segmentPattern(splitSegment(segment).map(toPart)))
    .join('/');
}

const unreserved = /[\w.~[\]|^`-]/;
const dotless = /[\w~[\]|^`-]/;

/**
 * RFC 3986 §6.2.2: escapes of unreserved characters and those that browsers send as they are (URL standard §1.3) are
 * decoded, the others written in upper case and hidden.
 */
function toCanonicalPath(path: string, hidesAsterisk: boolean, decoded = unreserved): string {
  const escaped = hidesAsterisk && path.includes('*') ? path.replaceAll('*', '%2A') : path;
  if (!escaped.includes('%')) return escaped;
  return escaped.replaceAll(/%([\da-fA-F]{2})?/g, (_whole, hex: string | undefined) => {
    if (hex === undefined) return hiddenPercent;
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return decoded.test(character) ? character : hiddenPercent + hex.toUpperCase();
  });
}
