import type { JsonObject, JsonValue, ServiceModel } from '@brrt/service-model';
import { isToken } from './compare-security.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';

/** What concerns the contract as a whole: servers, and where credentials come from. */
export function compareDocument(old: ServiceModel, fresh: ServiceModel): readonly FoundChange[] {
  return [...compareServers(old, fresh), ...compareSchemes(old, fresh)];
}

/** Addresses of servers, their variables included. Paths below a host are compared for each operation. */
function compareServers(old: ServiceModel, fresh: ServiceModel): readonly FoundChange[] {
  return changesOf(addressesOf(old.document.servers), addressesOf(fresh.document.servers));
}

/** The same for an operation, where it or its path has servers of its own. */
export function compareOwnServers(pair: OperationPair, { old, fresh }: DiffContext): readonly FoundChange[] {
  const [before, after] = [
    ownServers(pair.old, old.model.document),
    ownServers(pair.fresh, fresh.model.document),
  ] as const;
  if (before === undefined && after === undefined) return [];
  return changesOf(
    addressesOf(before ?? old.model.document.servers),
    addressesOf(after ?? fresh.model.document.servers),
  ).map((change) => ({ ...change, old: pair.old.source, new: pair.fresh.source }));
}

function ownServers({ path, method }: OperationPair['old'], document: JsonObject): JsonValue | undefined {
  const item = pathItem(document, path);
  const operation = item[method.toLowerCase()] ?? objectOf(item.additionalOperations)[method];
  return objectOf(operation).servers ?? item.servers;
}

function pathItem({ paths, components }: JsonObject, path: string): JsonObject {
  const item = objectOf(objectOf(paths)[path]);
  const prefix = '#/components/pathItems/';
  if (typeof item.$ref !== 'string' || !item.$ref.startsWith(prefix)) return item;
  const name = item.$ref.slice(prefix.length).replaceAll('~1', '/').replaceAll('~0', '~');
  return objectOf(objectOf(objectOf(components).pathItems)[name]);
}

function changesOf(before: readonly Address[], after: readonly Address[]): readonly FoundChange[] {
  const content = [urlsIn(before), urlsIn(after)];
  const common = { id: 'server-changed', direction: 'contract', part: 'servers', content } as const;
  const gone = before.filter((address) => !after.some((other) => covers(other, address)));
  const isPossible = ({ url }: Address): boolean => after.some((other) => fits(other.url, url));
  const added = urlsIn(after.filter((address) => !before.some((other) => covers(other, address))));
  const verdicts = [
    {
      urls: urlsIn(gone.filter((address) => !isPossible(address))),
      level: 'unknown',
      text: 'is no longer among the servers',
    },
    {
      urls: urlsIn(gone.filter(isPossible)),
      level: 'unknown',
      text: 'is no longer the server of clients that fill in no variable',
    },
    { urls: added, level: 'compatible', text: 'is among the servers now' },
  ] as const;
  return verdicts.flatMap(({ urls, level, text }) =>
    urls.length === 0 ? [] : [{ ...common, level, text: `${urls.join(', ')} ${text}` }],
  );
}

interface Address {
  readonly url: string;
  /** Who fills in no variable comes here, though the contract allows others. */
  readonly isUsual: boolean;
}

function urlsIn(addresses: readonly Address[]): readonly string[] {
  return [...new Set(addresses.map(({ url }) => url))];
}

/** What a client has that fills in no variable has to stay that; others fill in what they like where no values are listed. */
function covers({ url }: Address, other: Address): boolean {
  return other.isUsual ? url === other.url : fits(url, other.url);
}

/** Whether variables without a list of values can make it that. */
function fits(template: string, url: string): boolean {
  const texts = template.split(/\{[^{}]*\}/).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${texts.join('[^/]*')}$`).test(url);
}

function addressesOf(servers: JsonValue | undefined): readonly Address[] {
  return listOf(servers).flatMap((server) => serverAddresses(objectOf(server)));
}

function serverAddresses({ url, variables }: JsonObject): readonly Address[] {
  if (typeof url !== 'string' || !/^https?:/i.test(url)) return [];
  const filled = Object.entries(objectOf(variables)).reduce<readonly Address[]>(
    (addresses, [name, variable]) => {
      const { enum: values, default: usual } = objectOf(variable);
      const isOpen = listOf(values).length === 0;
      const texts = (isOpen ? [usual ?? '', `{${name}}`] : listOf(values)).map(String);
      return addresses.flatMap((each) =>
        texts.map((text, at) => ({
          url: each.url.replaceAll(`{${name}}`, text),
          isUsual: each.isUsual || (isOpen && at === 0),
        })),
      );
    },
    [{ url, isUsual: false }],
  );
  return filled.map(({ url, isUsual }) => ({
    url: normalizedUrl(url).replaceAll('%7B', '{').replaceAll('%7D', '}'),
    isUsual,
  }));
}

/** RFC 3986 §6.2.2, §6.2.3: a host in any case, the port of the scheme, a path that ends with a slash. */
export function normalizedUrl(url: string): string {
  return (URL.canParse(url) ? new URL(url).href : url).replace(/\/$/, '');
}

/** Where tokens are had is no matter of requests to the service, and who asks there still has to. */
function compareSchemes(old: ServiceModel, fresh: ServiceModel): readonly FoundChange[] {
  return Object.entries(old.securitySchemes).flatMap(([name, scheme]): readonly FoundChange[] => {
    const now = Object.hasOwn(fresh.securitySchemes, name) ? fresh.securitySchemes[name] : undefined;
    if (now === undefined || (now.type !== scheme.type && !(isToken(now) && isToken(scheme)))) return [];
    const [before, after] = [old, fresh].map(({ document }) => rawScheme(document, name));
    const part = `security scheme ${name}`;
    const at = { old: scheme.source, new: now.source, content: [before, after] };
    const common = { ...at, id: 'security-scheme-changed', direction: 'contract', part } as const;
    const changed = placesOf(before ?? {}, after ?? {});
    if (changed.length > 0) {
      const text = `${part}: ${changed.join(', ')} changed: credentials are had in another way`;
      return [{ ...common, level: 'unknown', text }];
    }
    const added = placesOf(after ?? {}, before ?? {});
    const text = `${part}: ${added.join(', ')} is new`;
    return added.length === 0 ? [] : [{ ...common, level: 'compatible', text }];
  });
}

function rawScheme(document: JsonObject, name: string): JsonObject {
  return objectOf(objectOf(objectOf(document.components).securitySchemes)[name]);
}

const plainFields = ['type', 'bearerFormat', 'openIdConnectUrl', 'oauth2MetadataUrl', 'deprecated'] as const;
const flowFields = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'] as const;

/** What is gone or another one; flows and scopes that are new are no matter for those who know the old ones. */
function placesOf(old: JsonObject, fresh: JsonObject): readonly string[] {
  const [before, after] = [objectOf(old.flows), objectOf(fresh.flows)];
  const flows = Object.entries(before).flatMap(([flow, content]): readonly string[] => {
    if (after[flow] === undefined) return [`flows/${flow}`];
    const [one, other] = [objectOf(content), objectOf(after[flow])];
    const scopes = Object.keys(objectOf(one.scopes)).filter((scope) => objectOf(other.scopes)[scope] === undefined);
    return [
      ...flowFields.filter((field) => one[field] !== other[field]).map((field) => `flows/${flow}/${field}`),
      ...scopes.map((scope) => `flows/${flow}/scopes/${scope}`),
    ];
  });
  return [...plainFields.filter((field) => old[field] !== fresh[field]), ...flows];
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
