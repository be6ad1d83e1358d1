import type { Operation, ServiceModel } from '@brrt/service-model';
import { stringLiteral } from '../code-text.ts';

/** Paths that every service answers itself; they are no part of what it promises. */
const builtIn = [
  '/health',
  '/livez',
  '/ready',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/openapi.yaml',
  '/docs',
  '/dashboard',
];

/** Matchers that choose series of one service. */
export interface Selectors {
  /** `job="orders"` */
  readonly job: string;
  /** Requests of the contract's operations. */
  readonly requests: string;
  /** The same, without operations whose answer lasts as long as the client stays. */
  readonly timed: string;
}

/** Text of a contract enters PromQL through `stringLiteral` alone. */
export function selectorsOf(model: ServiceModel, service: string): Selectors {
  const job = `job=${stringLiteral(service)}`;
  const declared = new Set(model.operations.flatMap(routesOf));
  const others = ['__unmatched__', ...builtIn.filter((path) => !declared.has(path))];
  const streams = model.operations.filter(isStream).flatMap(routesOf);
  const not = (routes: readonly string[]) => `http_route!~${stringLiteral(routes.map(escapeRegExp).join('|'))}`;
  return { job, requests: `${job},${not(others)}`, timed: `${job},${not([...others, ...streams])}` };
}

/** Label matchers of one operation. */
export function operationSelector({ method, ...operation }: Operation): string {
  const [first = '', ...more] = routesOf({ method, ...operation });
  const route = more.length === 0 ? `http_route=${stringLiteral(first)}` : anyOf([first, ...more]);
  return `http_request_method=${stringLiteral(method)},${route}`;
}

function anyOf(routes: readonly string[]): string {
  return `http_route=~${stringLiteral(routes.map(escapeRegExp).join('|'))}`;
}

function routesOf({ basePaths, path }: Operation): readonly string[] {
  return basePaths.map((base) => base + path);
}

/** Answers of such an operation may last. */
export function isStream({ responses, extensions }: Operation): boolean {
  const types = responses.flatMap(({ content }) => content);
  return (
    extensions['x-sse'] === true ||
    types.some(({ mediaType, itemSchema }) => itemSchema !== undefined || mediaType.startsWith('text/event-stream'))
  );
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
