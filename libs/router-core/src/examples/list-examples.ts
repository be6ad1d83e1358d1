import type { MediaType, Parameter } from '@brrt/service-model';
import { bodyKind, concreteMediaType } from '../body/index.ts';
import { unescapePointerToken } from '../schema/json-pointer.ts';
import { listCandidates } from './example-candidates.ts';
import { type ContentContext, compileContent } from './example-content.ts';
import { generateParameter, type ParameterContext } from './request-parameters.ts';
import { isSameValue } from './same-value.ts';

/** A value to begin with, for who fills in a form. Octets are `Uint8Array`s. */
export interface ListedExample {
  readonly name: string;
  readonly summary?: string;
  readonly value: unknown;
  /** `schema`: made up. */
  readonly origin: 'contract' | 'schema';
}

// The same contract shows the same values.
const seed = 1;
const generatedName = 'generated';

/** The examples of one media type as the contract gives them, valid or not, then a made up one. Requests go without what is `readOnly`; answers that the contract shows are not made up too. */
export function listContentExamples(media: MediaType, context: ContentContext): readonly ListedExample[] {
  const kind = bodyKind({ ...media, mediaType: concreteMediaType(media.mediaType) }, context.contract);
  const summaries = new Map(media.examples.map(({ name, summary }) => [name, summary]));
  const shown = listCandidates(media, kind, context.contract).map(({ name, value }): ListedExample => {
    const summary = summaries.get(name);
    return {
      name: name === '' ? 'schema' : name,
      ...(summary !== undefined && { summary }),
      value: context.bodyPlace.direction === 'request' ? withoutReadOnly(value, context) : value,
      origin: 'contract',
    };
  });
  // Nobody fills in answers: one of the contract is enough.
  if (context.bodyPlace.direction === 'response' && shown.length > 0) return shown;
  const made = compileContent(media, context).choose({ dynamic: true, seed });
  return withGenerated(shown, made?.kind === 'generated' ? made.body : undefined);
}

/** As `listContentExamples`, for a parameter; the made up one survives its style. */
export function listParameterExamples(parameter: Parameter, context: ParameterContext): readonly ListedExample[] {
  const written = [...parameter.examples, ...(parameter.content?.examples ?? [])];
  const shown = written.flatMap(({ name, summary, value }): ListedExample[] =>
    value === undefined ? [] : [{ name, ...(summary !== undefined && { summary }), value, origin: 'contract' }],
  );
  if (shown.length > 0) return shown;
  return withGenerated(shown, generateParameter(withoutExamples(parameter), { ...context, seed }));
}

function withGenerated(shown: readonly ListedExample[], value: unknown): readonly ListedExample[] {
  if (value === undefined || shown.some((example) => isSameValue(example.value, value))) return shown;
  return [...shown, { name: generatedName, value, origin: 'schema' }];
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
