import { isDeepStrictEqual } from 'node:util';
import { generateValue } from '@brrt/router-core/examples';
import { compileResponseHeaders, isAnyText, shapeOf } from '@brrt/router-core/params';
import { responseHeaderPlace } from '@brrt/router-core/schema';
import type { Header, Response } from '@brrt/service-model';
import { asText } from './as-text.ts';
import { moveOf } from './compare-places.ts';
import type { DiffContext, FoundChange, OperationPair, Revision } from './diff-context.ts';
import { headerWitness, responseWitness, sentHeader } from './witness.ts';

/** The same response in both revisions. */
export interface ResponsePair {
  readonly old: Response;
  readonly fresh: Response;
  readonly pair: OperationPair;
}

/** Headers of a response: all that the new contract may send, readers of the old one have to know. */
export function compareHeaders({ old, fresh, pair }: ResponsePair, context: DiffContext): readonly FoundChange[] {
  const named = (headers: readonly Header[]): ReadonlyMap<string, Header> =>
    new Map(headers.map((header) => [header.name.toLowerCase(), header]));
  const [before, after] = [named(old.headers), named(fresh.headers)];
  return [
    ...[...before].flatMap(([name, header]) => {
      return compareHeader({ header, now: after.get(name), responses: { old, fresh, pair } }, context);
    }),
    ...[...after].filter(([name]) => !before.has(name)).map(([, header]) => addedHeader(header, fresh)),
  ];
}

interface HeaderPair {
  readonly header: Header;
  readonly now: Header | undefined;
  readonly responses: ResponsePair;
}

function compareHeader({ header, now, responses }: HeaderPair, context: DiffContext): readonly FoundChange[] {
  const { fresh } = responses;
  const part = partOf(header, fresh);
  const common = {
    direction: 'response',
    part,
    old: header.source,
    new: now?.source ?? fresh.source,
    content: [header, now],
  } as const;
  const changes: FoundChange[] = [];
  if (header.required && now?.required !== true) {
    const witness = responseWitness(fresh);
    const text = `${part} may be missing`;
    changes.push({ ...common, id: 'response-header-removed', level: 'breaking', text, witness });
  }
  if (now === undefined) {
    const text = `${part} is not sent any more`;
    return header.required ? changes : [{ ...common, id: 'response-header-removed', level: 'compatible', text }];
  }
  if (now.required && !header.required) {
    changes.push({ ...common, id: 'response-header-required', level: 'compatible', text: `${part} is always sent` });
  }
  const style = headerStyle({ header, now, responses }, context);
  if (style !== undefined) changes.push({ ...common, ...style });
  const value = headerValue({ header, now, responses }, context);
  return value === undefined ? changes : [...changes, { ...common, ...value }];
}

type Finding = Pick<FoundChange, 'id' | 'level' | 'text' | 'shown' | 'witness'>;

/** What it may hold: headers are text, so what the old schema refuses may be read by it all the same. */
function headerValue({ header, now = header, responses }: HeaderPair, context: DiffContext): Finding | undefined {
  const { old, fresh, pair } = responses;
  const part = partOf(header, fresh);
  const sender = { contract: context.fresh.model, place: responseHeaderPlace(pair.fresh, fresh, now) };
  const receiver = { contract: context.old.model, place: responseHeaderPlace(pair.old, old, header) };
  const movement = moveOf(sender, receiver, context);
  const less = {
    id: 'response-header-narrowed',
    level: 'compatible',
    text: `${part} holds less than it could`,
  } as const;
  if (movement.kind === 'wider') return less;
  if (movement.kind !== 'broken' && movement.kind !== 'unknown') return undefined;
  const { isValid } = context.fresh.schemas.compile(sender.place);
  const read = compileRead({ header, now, responses }, context);
  const tried = movement.kind === 'broken' ? [movement.witness] : [];
  const lost = [...tried, ...headerSamples(now, context)].find((value) => isValid(value) && read(value) === undefined);
  if (lost !== undefined) {
    const text = `${part} may hold what the old contract refuses`;
    const shown = { value: lost, pointers: [] };
    const witness = headerWitness(fresh, now, lost);
    return { id: 'response-header-widened', level: 'breaking', text, shown, witness };
  }
  if (header.content === undefined && isAnyText(header.schema, context.old.model.schemas)) return less;
  const isStyled = header.content === undefined && now.content === undefined;
  const texts = isStyled ? moveOf(asText(sender), asText(receiver), context).kind : undefined;
  if (texts === 'same' || texts === 'wider') return { ...less, text: `${part} holds no text that it did not hold` };
  const why = movement.kind === 'unknown' ? movement.reason : 'as text, what the old schema refuses is read';
  return { id: 'response-header-widened', level: 'unknown', text: `${part} may hold more: ${why}` };
}

/** What the old contract reads of a value that the new one writes; undefined: it refuses it. */
function compileRead(
  { header, now = header, responses }: HeaderPair,
  { old: { model, schemas } }: DiffContext,
): (value: unknown) => { readonly value: unknown } | undefined {
  const alone = { operation: responses.pair.old, response: { ...responses.old, headers: [header] } };
  const read = compileResponseHeaders(alone, model.schemas, schemas);
  return (value) => {
    const found = read({ [header.name.toLowerCase()]: sentHeader(now, value) });
    return 'values' in found ? { value: found.values[header.name] } : undefined;
  };
}

/** A header that the new contract writes and the old one reads otherwise, or not at all. */
function headerStyle({ header, now = header, responses }: HeaderPair, context: DiffContext): Finding | undefined {
  const { fresh, pair } = responses;
  if (writingOf(header, context.old) === writingOf(now, context.fresh)) return undefined;
  const { isValid } = context.fresh.schemas.compile(responseHeaderPlace(pair.fresh, fresh, now));
  const read = compileRead({ header, now, responses }, context);
  const isRead = (value: unknown): boolean => isDeepStrictEqual(read(value)?.value, value);
  const text = `${partOf(header, fresh)} is written in another way`;
  const lost = headerSamples(now, context).find((value) => isValid(value) && !isRead(value));
  if (lost === undefined) return { id: 'response-header-style', level: 'unknown', text };
  return { id: 'response-header-style', level: 'breaking', text, witness: headerWitness(fresh, now, lost) };
}

/** Only objects look otherwise when they are exploded. */
function writingOf({ explode, content, schema }: Header, { model }: Revision): string {
  if (content !== undefined) return content.mediaType;
  return explode && shapeOf(schema, model.schemas).types.has('object') ? 'exploded' : '';
}

/** Values that show where two ways of writing differ, and one of the schema. */
function headerSamples(header: Header, { fresh: { model } }: DiffContext): readonly unknown[] {
  const schema = header.content?.schema ?? header.schema;
  const made = [1, 2, 3].map((seed) => generateValue(schema, model, { direction: 'response', seed }));
  return [{ a: 'b', c: 'd' }, { a: 1 }, ['a', 'b'], 'a,b', 1, ...made].filter((value) => value !== undefined);
}

function addedHeader(header: Header, response: Response): FoundChange {
  const part = partOf(header, response);
  return {
    id: 'response-header-added',
    level: 'compatible',
    direction: 'response',
    part,
    text: `${part} may be sent`,
    new: header.source,
    content: [undefined, header],
  };
}

function partOf({ name }: Header, { status }: Response): string {
  return `response ${status} header ${name}`;
}
