import { isDeepStrictEqual } from 'node:util';
import { compileReading, generateValue } from '@brrt/router-core/examples';
import { defaultOf, isAnyText, shapeOf } from '@brrt/router-core/params';
import { parameterPlace } from '@brrt/router-core/schema';
import type { JsonSchema, Operation, Parameter } from '@brrt/service-model';
import { templateNames } from '@brrt/service-model/references';
import { asText, listed } from './as-text.ts';
import { changedDefaults, placesWithin } from './compare-defaults.ts';
import { atPointers, moveOf } from './compare-places.ts';
import type { DiffContext, FoundChange, OperationPair, Revision } from './diff-context.ts';
import { isSameText } from './is-same-text.ts';
import { parameterWitness, requestWitness } from './witness.ts';

/** Path parameters are told by their place in the template, all others by place and name. */
export function compareParameters(pair: OperationPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = pair;
  const [before, after] = [keyed(old), keyed(fresh)];
  const changes: FoundChange[] = [];
  for (const [key, parameter] of after) {
    const known = before.get(key);
    if (known === undefined) changes.push(added(parameter, pair, context));
    else changes.push(...compareParameter({ old: known, fresh: parameter, pair }, context));
  }
  for (const [key, parameter] of before) if (!after.has(key)) changes.push(removed(parameter, pair));
  return changes;
}

function keyed({ path, parameters }: OperationPair['old']): ReadonlyMap<string, Parameter> {
  const names = templateNames(path);
  return new Map(
    parameters.map((parameter) => {
      const { in: place, name } = parameter;
      const key = place === 'path' ? names.indexOf(name) : place === 'header' ? name.toLowerCase() : name;
      return [`${place} ${key}`, parameter];
    }),
  );
}

function partOf({ in: place, name }: Parameter): string {
  return `${place} parameter ${name}`;
}

function added(parameter: Parameter, { old }: OperationPair, context: DiffContext): FoundChange {
  const common = {
    direction: 'request',
    part: partOf(parameter),
    new: parameter.source,
    content: [undefined, parameter],
  } as const;
  if (!parameter.required) {
    return { ...common, id: 'parameter-added', level: 'compatible', text: `${partOf(parameter)} may be sent` };
  }
  const witness = requestWitness(old, context);
  const text = `${partOf(parameter)} has to be sent; the old contract does not know it`;
  return { ...common, id: 'parameter-required', level: 'breaking', text, old: old.source, ...(witness && { witness }) };
}

function removed(parameter: Parameter, { fresh }: OperationPair): FoundChange {
  // Names that a contract does not know are refused in the query alone, and only when a service is set to.
  const isStrict = parameter.in === 'query' || parameter.in === 'querystring';
  const text = isStrict
    ? `${partOf(parameter)} is gone: ignored, or refused where strict_query is on`
    : `${partOf(parameter)} is gone and ignored where it is sent`;
  return {
    id: 'parameter-removed',
    level: isStrict ? 'unknown' : 'compatible',
    direction: 'request',
    part: partOf(parameter),
    text,
    old: parameter.source,
    new: fresh.source,
    content: [parameter],
  };
}

/** The same parameter in both revisions. */
export interface ParameterPair {
  readonly old: Parameter;
  readonly fresh: Parameter;
  readonly pair: OperationPair;
}

function compareParameter(pair: ParameterPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = pair;
  const part = partOf(old);
  const common = { direction: 'request', part, old: old.source, new: fresh.source, content: [old, fresh] } as const;
  const changes: FoundChange[] = [];
  if (fresh.required && !old.required) {
    const parameters = pair.pair.old.parameters.filter((each) => each !== old);
    const witness = requestWitness({ ...pair.pair.old, parameters }, context);
    const text = `${part} has to be sent`;
    changes.push({ ...common, id: 'parameter-required', level: 'breaking', text, ...(witness && { witness }) });
  }
  if (old.required && !fresh.required) {
    changes.push({ ...common, id: 'parameter-optional', level: 'compatible', text: `${part} may be left out` });
  }
  if (fresh.deprecated && !old.deprecated) {
    changes.push({ ...common, id: 'parameter-deprecated', level: 'compatible', text: `${part} is deprecated now` });
  }
  const empty = compareEmptyValue(pair, common, context);
  if (empty !== undefined) changes.push(empty);
  const value = compareValue(pair, common, context);
  if (value !== undefined) changes.push(value);
  const text = otherDefaults(pair, part, context);
  if (text !== undefined) changes.push({ ...common, id: 'parameter-default', level: 'unknown', text });
  return changes;
}

/** The parameter itself, and members of objects in it. */
function otherDefaults({ old, fresh }: ParameterPair, part: string, context: DiffContext): string | undefined {
  const [before, after] = [defaultText(old, context.old), defaultText(fresh, context.fresh)];
  if (before !== after) return `${part} that is not sent means ${after ?? 'nothing'} instead of ${before ?? 'nothing'}`;
  const within = placesWithin(changedDefaults({ old: schemaOf(old), fresh: schemaOf(fresh) }, context));
  return within === '' ? undefined : `${part}: ${within} means another value`;
}

/** `allowEmptyValue`: the name without a value, as it is read. */
function compareEmptyValue(
  { old, fresh, pair }: ParameterPair,
  common: Common,
  context: DiffContext,
): FoundChange | undefined {
  if (old.allowEmptyValue === fresh.allowEmptyValue) return undefined;
  const { part } = common;
  const readerOf = (operation: Operation, { model, schemas }: Revision) => ({ operation, contract: model, schemas });
  const before = compileReading(old, readerOf(pair.old, context.old))('');
  const after = compileReading(fresh, readerOf(pair.fresh, context.fresh), old)('');
  if (before === undefined) {
    const text = `${part} may be there without a value`;
    return after && { ...common, id: 'parameter-widened', level: 'compatible', text };
  }
  const change = { ...common, id: 'parameter-narrowed' } as const;
  if (after !== undefined) {
    if (isDeepStrictEqual(before.value, after.value)) return undefined;
    return { ...change, level: 'unknown', text: `${part} without a value is read in another way` };
  }
  const given = { ...old, schema: { type: 'string' }, allowEmptyValue: false };
  const parameters = pair.old.parameters.map((each) => (each === old ? given : each));
  const witness = parameterWitness({ ...pair.old, parameters }, { parameter: given, value: '' }, context);
  const text = `${part} may no longer be there without a value`;
  return { ...change, level: 'breaking', text, ...(witness && { witness }) };
}

/** What stands in for it where it is not sent, as text. */
function defaultText(parameter: Parameter, { model: { schemas } }: Revision): string | undefined {
  const value = defaultOf(schemaOf(parameter), schemas);
  return value === undefined ? undefined : JSON.stringify(value);
}

function schemaOf({ content, schema }: Parameter): JsonSchema {
  return content === undefined ? schema : (content.schema ?? true);
}

type Common = Pick<FoundChange, 'direction' | 'part' | 'old' | 'new' | 'content'>;

function compareValue(pair: ParameterPair, common: Common, context: DiffContext): FoundChange | undefined {
  const { old, fresh } = pair;
  const [sender, receiver] = [
    { contract: context.old.model, place: parameterPlace(pair.pair.old, old) },
    { contract: context.fresh.model, place: parameterPlace(pair.pair.fresh, fresh) },
  ];
  const movement = moveOf(sender, receiver, context);
  const isSameStyle = isWrittenAlike(pair, context);
  if (movement.kind === 'same' && isSameStyle) return undefined;
  const lost = lostValue(pair, { isSameStyle, tried: movement.kind === 'broken' ? [movement.witness] : [] }, context);
  if (lost !== undefined) {
    const witness = parameterWitness(pair.pair.old, { parameter: old, value: lost }, context);
    const id = isSameStyle ? 'parameter-narrowed' : 'parameter-style';
    const where = movement.kind === 'broken' ? atPointers(movement.pointers) : '';
    const text = isSameStyle ? `${common.part} takes less${where}` : `${common.part} is written in another way`;
    const shown = { value: lost, pointers: [] };
    return { ...common, id, level: 'breaking', text, shown, ...(witness && { witness }) };
  }
  if (!isSameStyle) {
    const text = `${common.part} is written in another way; no value was found that shows a difference`;
    return { ...common, id: 'parameter-style', level: 'unknown', text };
  }
  if (movement.kind === 'unknown' || movement.kind === 'broken') {
    if (fresh.content === undefined && isAnyText(fresh.schema, context.fresh.model.schemas))
      return { ...common, id: 'parameter-widened', level: 'compatible', text: `${common.part} takes any text` };
    const texts =
      fresh.content === undefined && old.content === undefined && moveOf(asText(sender), asText(receiver), context);
    if (texts && (texts.kind === 'same' || texts.kind === 'wider'))
      return {
        ...common,
        id: 'parameter-widened',
        level: 'compatible',
        text: `${common.part} takes every text that it took`,
      };
    const why = movement.kind === 'unknown' ? movement.reason : 'as text, what the schema refuses is taken';
    return { ...common, id: 'parameter-narrowed', level: 'unknown', text: `${common.part} may take less: ${why}` };
  }
  return { ...common, id: 'parameter-widened', level: 'compatible', text: `${common.part} takes more` };
}

/** Of `allowReserved` readers need not know: what is escaped reads as what is not. */
function writingOf({ style, explode, content }: Parameter): string {
  return JSON.stringify(content === undefined ? [style, explode] : content.mediaType);
}

/** The same without style: whether lists and objects are exploded is no matter for one value, nor is it for a list that is `simple`. */
export function isWrittenAlike(
  { old, fresh }: Pick<ParameterPair, 'old' | 'fresh'>,
  context: Pick<DiffContext, 'old' | 'fresh'>,
): boolean {
  // RFC 6570 §3.2.7: the name is written too.
  if (old.in === 'path' && old.style === 'matrix' && old.name !== fresh.name) return false;
  if (writingOf(old) === writingOf(fresh)) return true;
  const sides = [[old, context.old] as const, [fresh, context.fresh] as const];
  const isPlain = sides.every(([{ content, schema, style }, { model }]) => {
    const { types } = shapeOf(schema, model.schemas);
    return content === undefined && !types.has('object') && (style === 'simple' || !types.has('array'));
  });
  return isPlain && writingOf({ ...old, explode: fresh.explode }) === writingOf(fresh);
}

/** Values that show where two ways of writing differ, and some of the schema. */
function samplesOf({ old }: ParameterPair, { old: { model } }: DiffContext): readonly unknown[] {
  const made = [1, 2, 3].map((seed) => generateValue(schemaOf(old), model, { direction: 'request', seed }));
  const { items } = shapeSchema(schemaOf(old));
  const few = [...(listed(schemaOf(old)) ?? []), ...(listed(items ?? true) ?? []).map((item) => [item])];
  return [
    'text',
    'a,b',
    1,
    1.5,
    true,
    ['a', 'b'],
    [1, 2],
    { a: 'b', c: 'd' },
    { a: 1 },
    ...few.slice(0, mostListed),
    ...made,
  ];
}

const mostListed = 100;

function shapeSchema(schema: JsonSchema): { readonly items?: JsonSchema } {
  return typeof schema === 'object' ? { items: (schema.items ?? true) as JsonSchema } : {}; // a schema, by its place
}

interface Trial {
  readonly isSameStyle: boolean;
  /** Before the samples. */
  readonly tried: readonly unknown[];
}

/** A value that the old contract sends and the new one refuses or, written in another way, takes for another one. */
export function lostValue(pair: ParameterPair, { isSameStyle, tried }: Trial, context: DiffContext): unknown {
  const { old, fresh } = pair;
  const [sender, receiver] = [
    { operation: pair.pair.old, contract: context.old.model, schemas: context.old.schemas },
    { operation: pair.pair.fresh, contract: context.fresh.model, schemas: context.fresh.schemas },
  ];
  const [before, after] = [
    sender.schemas.compile(parameterPlace(pair.pair.old, old)),
    receiver.schemas.compile(parameterPlace(pair.pair.fresh, fresh)),
  ];
  const [readBefore, readNow] = [
    compileReading({ ...old, required: true }, sender),
    compileReading(fresh, receiver, old),
  ];
  return [...tried.flatMap(withAnother), ...samplesOf(pair, context)].find((value) => {
    const meant = before.isValid(value) ? readBefore(value) : undefined;
    if (meant === undefined) return false;
    const read = readNow(value);
    if (read === undefined) return true;
    return !isSameStyle && after.isValid(meant.value) && !isSameText(read.value, meant.value);
  });
}

/** An object that lacks something is written as nothing where it has nothing else. */
function withAnother(value: unknown): readonly unknown[] {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? [value, { ...value, other: 'text' }] : [value];
}
