import { existsSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '@brrt/service-model';
import type { Manifest } from './manifest.ts';
import { finding } from './rule.ts';

interface SchemaError {
  readonly instancePath: string;
  readonly message?: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A class of `kubernetes-models`: what matters is its check. */
interface ModelClass {
  readonly prototype: { validate(): void };
}

/** Holds a manifest against the schema that the API publishes of its kind. Unknown fields are mistakes: the API would drop them. */
export async function checkSchema(manifest: Manifest): Promise<readonly Diagnostic[]> {
  const model = await loadModel(manifest);
  if (model === undefined) {
    const { apiVersion, kind } = manifest;
    const hint = 'a resource of somebody else is not checked';
    return [
      finding(manifest, {
        severity: 'note',
        code: 'unknown-kind',
        pointer: '/kind',
        message: `no schema of ${kind} in ${apiVersion} is known`,
        hint,
      }),
    ];
  }
  const seen = new Set<string>();
  const errors = validate(model, watched(manifest.value, '', seen));
  const mistakes = errors.map(({ instancePath, message = 'is wrong', keyword, params }) =>
    finding(manifest, {
      severity: 'error',
      code: 'schema',
      pointer: instancePath,
      message: `${instancePath === '' ? manifest.kind : instancePath} ${keyword === 'enum' ? `has to be one of ${String(params.allowedValues)}` : message}`,
    }),
  );
  const unknown = unasked(manifest.value, '', seen).map((pointer) =>
    finding(manifest, {
      severity: 'error',
      code: 'unknown-field',
      pointer,
      message: `${pointer} is no field of ${manifest.kind}`,
    }),
  );
  return [...mistakes, ...unknown];
}

async function loadModel({ apiVersion, kind }: Manifest): Promise<ModelClass | undefined> {
  if (!/^[a-z0-9.]+(?:\/v\w+)?$/.test(apiVersion) || !/^[A-Z]\w*$/.test(kind)) return undefined;
  const library = apiVersion.startsWith('monitoring.coreos.com/')
    ? '@kubernetes-models/prometheus-operator'
    : 'kubernetes-models';
  const manifest = findPackageJSON(library, import.meta.url);
  if (manifest === undefined || !existsSync(join(dirname(manifest), apiVersion, `${kind}.js`))) return undefined;
  const loaded = (await import(`${library}/${apiVersion}/${kind}`)) as Readonly<Record<string, ModelClass>>; // a module of one class
  return loaded[kind];
}

function validate(model: ModelClass, value: object): readonly SchemaError[] {
  try {
    model.prototype.validate.call(value);
    return [];
  } catch (error) {
    if (error instanceof Error && 'errors' in error && Array.isArray(error.errors))
      return error.errors as SchemaError[]; // Ajv's
    throw error;
  }
}

/**
 * Remembers which members are asked for. The printed checks ask for each member that the schema has, so what nobody asks for is
 * unknown to it.
 */
function watched<T extends object>(value: T, pointer: string, seen: Set<string>): T {
  return new Proxy(value, {
    get(target, key, receiver) {
      const member: unknown = Reflect.get(target, key, receiver);
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return member;
      const child = `${pointer}/${escaped(key)}`;
      seen.add(child);
      return typeof member === 'object' && member !== null ? watched(member, child, seen) : member;
    },
  });
}

function unasked(value: unknown, pointer: string, seen: ReadonlySet<string>): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const child = `${pointer}/${escaped(key)}`;
    return seen.has(child) ? unasked(member, child, seen) : [child];
  });
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
