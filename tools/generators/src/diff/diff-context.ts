import { createHash } from 'node:crypto';
import { createSchemaComparison, type PlacedSchema, type SchemaComparison } from '@brrt/router-core/compare';
import { createLiveSchemas } from '@brrt/router-core/schema';
import type { JsonSchema, JsonValue, Operation, ServiceModel } from '@brrt/service-model';
import type { Change } from './change.ts';

/** One revision of a contract. */
export interface Revision {
  readonly model: ServiceModel;
  readonly schemas: ReturnType<typeof createLiveSchemas>;
}

export interface DiffContext {
  readonly old: Revision;
  readonly fresh: Revision;
  readonly comparison: SchemaComparison;
  /** Where requests can be tried. */
  readonly url: string;
}

const anywhere = 'http://localhost:8080';

export function createDiffContext(old: ServiceModel, fresh: ServiceModel, url = anywhere): DiffContext {
  const revision = (model: ServiceModel): Revision => ({ model, schemas: createLiveSchemas(model) });
  return { old: revision(old), fresh: revision(fresh), comparison: createSchemaComparison([old, fresh]), url };
}

/** The same operation in both revisions. */
export interface OperationPair {
  readonly old: Operation;
  readonly fresh: Operation;
}

export function labelOf({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** A change as a rule finds it, and what of both revisions it is about. */
export interface FoundChange extends Omit<Change, 'fingerprint' | 'operation' | 'operationId'> {
  readonly content?: readonly unknown[];
  /** A value that one side takes and the other refuses, and where in it. */
  readonly shown?: {
    readonly value: unknown;
    readonly pointers: readonly string[];
    /** The schemas, where they decide alone. */
    readonly between?: { readonly sender: PlacedSchema; readonly receiver: PlacedSchema };
  };
}

/** Completes a change of an operation. */
export function changeOf(
  operation: { readonly label: string; readonly id?: string },
  { content = [], shown: _, ...found }: FoundChange,
  { old, fresh }: DiffContext,
): Change {
  const spelled = [found.id, operation.label, found.part, spell(content[0], old), spell(content[1], fresh)];
  const fingerprint = createHash('sha256').update(JSON.stringify(spelled)).digest('hex').slice(0, 16);
  const operationId = operation.id === undefined ? {} : { operationId: operation.id };
  return { ...found, operation: operation.label, ...operationId, fingerprint };
}

/** Something of a contract as text, with all the schemas that it refers to and without its places. */
function spell(part: unknown, { model }: Revision): string {
  const referred = new Set<string>();
  const text = (value: unknown): string =>
    JSON.stringify(value ?? null, (key, inner: JsonValue) => {
      if (key === 'source') return undefined;
      if (key === '$ref' && typeof inner === 'string') referred.add(inner.slice('#/components/schemas/'.length));
      return inner;
    });
  const texts = [text(part)];
  // The set grows while it is walked through.
  for (const name of referred) {
    const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
    const schema: JsonSchema | undefined = Object.hasOwn(model.schemas, key) ? model.schemas[key] : undefined;
    texts.push(`${name}:${text(schema)}`);
  }
  return texts.join('\n');
}
