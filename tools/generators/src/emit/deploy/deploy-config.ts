import { isMap, isScalar, parseDocument, visit } from 'yaml';
import type { UnknownPath } from './unknown-path.ts';

/** What the files of a service's configuration say, before any variable of the environment is known. */
export interface DeployConfig {
  /** A value by its keys; texts with the defaults of their variables, undefined where one has none. */
  at(...keys: readonly string[]): unknown;
  /** Names below a section. */
  keys(...keys: readonly string[]): readonly string[];
  /** Variables that a text refers to. */
  variablesAt(...keys: readonly string[]): readonly string[];
  /** Every variable without a default, in the order of the files: the service does not start without them. */
  readonly required: readonly string[];
  /** Every address that the service may call, with its keys. */
  readonly addresses: readonly ConfiguredAddress[];
  /** Every file of certificates, keys and roots whose name is known, without those that SPIFFE keeps current. */
  readonly files: readonly string[];
  /** Whatever has to be mounted, files and folders, where a variable without a default says its place. */
  readonly unknownPaths: readonly UnknownPath[];
}

export interface ConfiguredAddress {
  readonly keys: readonly string[];
  /** Undefined where the environment says it. */
  readonly url: URL | undefined;
}

type Values = { readonly [key: string]: unknown };

// `${NAME}`, `${NAME:-default}`; `$${NAME}` stands for the text `${NAME}` itself.
const reference = /\$?\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** Reads files of which each adds to the one before, as the service does when it starts. */
export function readDeployConfig(texts: readonly string[]): DeployConfig {
  const values = texts.map(parseValues).reduce(merge, {});
  const raw = (keys: readonly string[]): unknown => {
    let found: unknown = values;
    for (const key of keys) found = isValues(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    return found;
  };
  return {
    at: (...keys) => expand(raw(keys)),
    keys: (...keys) => {
      const section = raw(keys);
      return isValues(section) ? Object.keys(section) : [];
    },
    variablesAt: (...keys) => referencesIn(raw(keys)).map(({ name }) => name),
    required: [...new Set(leaves(values).flatMap(({ value }) => requiredIn(value)))],
    addresses: leaves(values).filter(isCalled).map(toAddress),
    files: leaves(values)
      .filter(isFile)
      .map(({ value }) => expand(value))
      .filter((file) => typeof file === 'string'),
    unknownPaths: leaves(values)
      .filter((leaf) => isFile(leaf) || folderKeys.includes(leaf.keys.join('.')))
      .map(({ keys, value }) => ({ key: keys.join('.'), variables: requiredIn(value) }))
      .filter(({ variables }) => variables.length > 0),
  };
}

const folderKeys = ['database.file', 'http.multipart.directory', 'security.spiffe.svid_file', 'security.spiffe.socket'];

interface Leaf {
  readonly keys: readonly string[];
  readonly value: unknown;
}

function leaves(value: unknown, keys: readonly string[] = []): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => leaves(item, keys));
  if (!isValues(value)) return [{ keys, value }];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...keys, key]));
}

/** Addresses of this service itself and names of problems are no destinations. */
function isCalled({ keys, value }: Leaf): boolean {
  const key = keys.at(-1) ?? '';
  return typeof value === 'string' && keys[0] !== 'http' && (key === 'url' || key === 'issuer' || key.endsWith('_url'));
}

function isFile({ keys }: Leaf): boolean {
  const [section, kind, name = ''] = keys;
  if (section === 'security' && kind === 'spiffe' && name.endsWith('_file')) return false;
  return (
    (keys.at(-1) ?? '').endsWith('_file') || (section === 'security' && kind === 'mutual_tls' && keys[3] === 'trust')
  );
}

function toAddress({ keys, value }: Leaf): ConfiguredAddress {
  const text = expand(value);
  return { keys, url: typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined };
}

function requiredIn(value: unknown): readonly string[] {
  return referencesIn(value)
    .filter(({ fallback }) => fallback === undefined)
    .map(({ name }) => name);
}

interface Reference {
  readonly name: string;
  readonly fallback: string | undefined;
}

function referencesIn(value: unknown): readonly Reference[] {
  if (typeof value !== 'string') return [];
  return [...value.matchAll(reference)]
    .filter(([whole]) => !whole.startsWith('$$'))
    .map(([, name = '', fallback]) => ({ name, fallback }));
}

function expand(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (requiredIn(value).length > 0) return undefined;
  const text = value.replaceAll(reference, (whole: string, _name: string, fallback: string) =>
    whole.startsWith('$$') ? whole.slice(1) : fallback,
  );
  return text !== value && /^\d+$/.test(text) ? Number(text) : text;
}

function parseValues(text: string): Values {
  const document = parseDocument(text);
  // Keys such as `404` are names here.
  visit(document, {
    Pair(_key, pair) {
      if (isScalar(pair.key)) pair.key.value = String(pair.key.value);
    },
  });
  const values: unknown = isMap(document.contents) && document.errors.length === 0 ? document.toJS() : undefined;
  return isValues(values) ? values : {};
}

function merge(base: Values, overlay: Values): Values {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overlay)) {
    const under = merged[key];
    if (value !== null) merged[key] = isValues(under) && isValues(value) ? merge(under, value) : value;
  }
  return merged;
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
