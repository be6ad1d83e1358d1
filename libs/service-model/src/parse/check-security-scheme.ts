import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import { isObject } from './is-object.ts';

interface TypeFields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const typesOf30: Readonly<Record<string, TypeFields>> = {
  apiKey: { required: ['name', 'in'], optional: [] },
  http: { required: ['scheme'], optional: ['bearerFormat'] },
  oauth2: { required: ['flows'], optional: ['oauth2MetadataUrl'] },
  openIdConnect: { required: ['openIdConnectUrl'], optional: [] },
  mutualTLS: { required: [], optional: [] },
};

const typesOf20: Readonly<Record<string, TypeFields>> = {
  basic: { required: [], optional: [] },
  apiKey: { required: ['name', 'in'], optional: [] },
  oauth2: { required: ['flow', 'scopes'], optional: ['authorizationUrl', 'tokenUrl'] },
};

const flows: Readonly<Record<string, readonly string[]>> = {
  implicit: ['authorizationUrl'],
  password: ['tokenUrl'],
  clientCredentials: ['tokenUrl'],
  authorizationCode: ['authorizationUrl', 'tokenUrl'],
  deviceAuthorization: ['deviceAuthorizationUrl', 'tokenUrl'],
  // Swagger 2.0
  application: ['tokenUrl'],
  accessCode: ['authorizationUrl', 'tokenUrl'],
};

const urls: readonly string[] = ['authorizationUrl', 'tokenUrl', 'deviceAuthorizationUrl'];
const always: ReadonlySet<string> = new Set(['type', 'description', 'deprecated']);

/** Rules of Security Scheme Objects (OpenAPI 3.2 §4.27): each type has its fields, each flow its URLs. */
export function checkSecurityScheme(scheme: JsonObject, context: BundleContext): void {
  const types = context.grammar.version === '2.0' ? typesOf20 : typesOf30;
  const type = String(scheme.type);
  const fields = Object.hasOwn(types, type) ? types[type] : undefined;
  if (fields === undefined) return;
  const what = `a security scheme of type ${type}`;
  // What schemes of other types lack is said where they are built, with the reading.
  if (type === 'oauth2') reportMissing(scheme, fields.required, { what, context });
  const isBearer = typeof scheme.scheme === 'string' && scheme.scheme.toLowerCase() === 'bearer';
  const known = [...fields.required, ...fields.optional].filter((field) => field !== 'bearerFormat' || isBearer);
  reportForeign(scheme, known, { what: isBearer || type !== 'http' ? what : `${what} other than bearer`, context });
  if (isObject(scheme.flows)) checkFlows(scheme.flows, context);
  else if (context.grammar.version === '2.0' && type === 'oauth2') checkFlow(scheme, String(scheme.flow), context);
}

function checkFlows(container: JsonObject, context: BundleContext): void {
  for (const [name, flow] of Object.entries(container)) {
    if (isObject(flow)) checkFlow(flow, name, context);
  }
}

function checkFlow(flow: JsonObject, name: string, context: BundleContext): void {
  const needed = Object.hasOwn(flows, name) ? flows[name] : undefined;
  if (needed === undefined) return;
  const what = `the flow ${name}`;
  reportMissing(flow, needed, { what, context });
  const others = urls.filter((url) => !needed.includes(url) && flow[url] !== undefined);
  for (const url of others) reportIgnored(flow, url, { what, context });
}

interface Subject {
  readonly what: string;
  readonly context: BundleContext;
}

function reportMissing(holder: JsonObject, fields: readonly string[], { what, context }: Subject): void {
  for (const field of fields) {
    if (Object.hasOwn(holder, field)) continue;
    const at = context.sources.locate(holder);
    context.report.warning({ at, code: 'missing-field', message: `There is no "${field}", which ${what} requires` });
  }
}

function reportForeign(scheme: JsonObject, known: readonly string[], subject: Subject): void {
  for (const field of Object.keys(scheme)) {
    if (always.has(field) || known.includes(field) || field.startsWith('x-')) continue;
    reportIgnored(scheme, field, subject);
  }
}

function reportIgnored(holder: JsonObject, field: string, { what, context }: Subject): void {
  const at = context.sources.locate(holder, field);
  const message = `"${field}" has no meaning for ${what}`;
  context.report.warning({ at, code: 'ignored-field', message, hint: 'It is left out' });
}
