import type { MediaType, Parameter } from '@brrt/service-model';
import { bodyKind, concreteMediaType } from '../body/index.ts';
import type { CompiledSchema } from '../ports/schema-compiler.ts';
import { unescapePointerToken } from '../schema/json-pointer.ts';
import { parameterPlace } from '../schema/schema-places.ts';
import { listCandidates } from './example-candidates.ts';
import { type ContentContext, checkedSchema, compileContent } from './example-content.ts';
import { generateParameter, type ParameterContext } from './request-parameters.ts';
import { isSameValue } from './same-value.ts';

/** A value to begin with, for who fills in a form. Octets are `Uint8Array`s. */
export interface ListedExample {
  readonly name: string;
  readonly summary?: string;
  readonly value: unknown;
  /** `schema`: made up. */
  readonly origin: 'contract' | 'schema';
  /** Where and why it breaks its schema, although the contract shows it. */
  readonly broken?: string;
}

// The same contract shows the same values.
const seed = 1;
const generatedName = 'generated';

/**
 * Values of one media type: those of the contract that it takes, then a made up one, last those of the contract that break it.
 * Requests go without what is `readOnly`; answers that the contract shows are not made up too.
 */
export function listContentExamples(media: MediaType, context: ContentContext): readonly ListedExample[] {
  const kind = bodyKind({ ...media, mediaType: concreteMediaType(media.mediaType) }, context.contract);
  const schema = checkedSchema(media, kind, context);
  const isRequest = context.bodyPlace.direction === 'request';
  const summaries = new Map(media.examples.map(({ name, summary }) => [name, summary]));
  const shown = listCandidates(media, kind, context.contract).map(({ name, value }) => {
    const sent = isRequest ? withoutReadOnly(value, context) : value;
    // A document as its author wrote it.
    const isDocument = kind === 'xml' && typeof sent === 'string';
    return fromContract(
      { name: name === '' ? 'schema' : name, summary: summaries.get(name), value: sent },
      isDocument ? undefined : schema,
    );
  });
  const isEnough = !isRequest && shown.some(isTaken);
  const made = isEnough ? undefined : compileContent(media, context).choose({ dynamic: true, seed });
  return inOrder(shown, made?.kind === 'generated' ? made.body : undefined);
}

/** As `listContentExamples`, for a parameter; nothing is made up where the contract shows a value, and what is survives its style. */
export function listParameterExamples(parameter: Parameter, context: ParameterContext): readonly ListedExample[] {
  const written = [...parameter.examples, ...(parameter.content?.examples ?? [])];
  const schema = context.schemas.compile(parameterPlace(context.operation, parameter));
  const shown = written.flatMap(({ name, summary, value }): ListedExample[] =>
    value === undefined ? [] : [fromContract({ name, summary, value }, schema)],
  );
  if (shown.some(isTaken)) return inOrder(shown, undefined);
  return inOrder(shown, generateParameter(withoutExamples(parameter), { ...context, seed }));
}

function fromContract(
  { name, summary, value }: { readonly name: string; readonly summary: string | undefined; readonly value: unknown },
  schema: CompiledSchema | undefined,
): ListedExample {
  const [broken] = schema?.explain(value, 1) ?? [];
  return {
    name,
    ...(summary !== undefined && { summary }),
    value,
    origin: 'contract',
    ...(broken !== undefined && { broken: `${broken.pointer} ${broken.detail}`.trim() }),
  };
}

function isTaken({ broken }: ListedExample): boolean {
  return broken === undefined;
}

function inOrder(shown: readonly ListedExample[], value: unknown): readonly ListedExample[] {
  const isNew = value !== undefined && !shown.some((example) => isSameValue(example.value, value));
  const made: readonly ListedExample[] = isNew ? [{ name: generatedName, value, origin: 'schema' }] : [];
  return [...shown.filter(isTaken), ...made, ...shown.filter((example) => !isTaken(example))];
}

function withoutExamples(parameter: Parameter): Parameter {
  const { content, ...rest } = parameter;
  return { ...rest, examples: [], ...(content !== undefined && { content: { ...content, examples: [] } }) };
}

const mostReadOnly = 1_000;

/** A contract shows one example for both directions: what a service refuses to be given is no part of a request. */
function withoutReadOnly(value: unknown, { schemas, bodyPlace }: ContentContext): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const refused = schemas
    .compile(bodyPlace)
    .explain(value, mostReadOnly)
    .filter(({ keyword }) => keyword === 'readOnly');
  if (refused.length === 0) return value;
  const copy: unknown = structuredClone(value);
  for (const { pointer } of refused) removeAt(copy, pointer.split('/').slice(1).map(unescapePointerToken));
  return copy;
}

function removeAt(root: unknown, path: readonly string[]): void {
  const last = path.at(-1);
  let holder = root;
  for (const name of path.slice(0, -1)) holder = member(holder, name);
  if (last !== undefined && typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, last);
}

function member(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) return undefined;
  return (holder as Readonly<Record<string, unknown>>)[name]; // an own property
}
