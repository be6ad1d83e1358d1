import { isDeepStrictEqual } from 'node:util';
import { generateValue } from '@brrt/router-core/examples';
import { compileResponseHeaders } from '@brrt/router-core/params';
import { responseHeaderPlace } from '@brrt/router-core/schema';
import type { Header, Response } from '@brrt/service-model';
import { moveOf } from './compare-places.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { headerWitness, responseWitness, sentHeader } from './witness.ts';

/** The same response in both revisions. */
export interface ResponsePair {
  readonly old: Response;
  readonly fresh: Response;
  readonly pair: OperationPair;
}

/** Headers of a response: all that the new contract may send, readers of the old one have to know. */
export function compareResponseHeaders(
  { old, fresh, pair }: ResponsePair,
  context: DiffContext,
): readonly FoundChange[] {
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
  const { old, fresh, pair } = responses;
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
    const witness = responseWitness(fresh, undefined, undefined);
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
  const sender = { contract: context.fresh.model, place: responseHeaderPlace(pair.fresh, fresh, now) };
  const receiver = { contract: context.old.model, place: responseHeaderPlace(pair.old, old, header) };
  const movement = moveOf(sender, receiver, context);
  if (movement.kind === 'wider') {
    const text = `${part} holds less than it could`;
    changes.push({ ...common, id: 'response-header-narrowed', level: 'compatible', text });
  }
  if (movement.kind === 'unknown') {
    const text = `${part} may hold more: ${movement.reason}`;
    changes.push({ ...common, id: 'response-header-widened', level: 'unknown', text });
  }
  if (movement.kind === 'broken') {
    const text = `${part} may hold what the old contract refuses`;
    const shown = { value: movement.witness, pointers: [] };
    const witness = headerWitness(fresh, now, movement.witness);
    changes.push({ ...common, id: 'response-header-widened', level: 'breaking', text, shown, witness });
  }
  return changes;
}

/** A header that the new contract writes and the old one reads otherwise, or not at all. */
function headerStyle(
  { header, now = header, responses }: HeaderPair,
  context: DiffContext,
): Pick<FoundChange, 'id' | 'level' | 'text' | 'witness'> | undefined {
  const { old, fresh, pair } = responses;
  if (writingOfHeader(header) === writingOfHeader(now)) return undefined;
  const { isValid } = context.fresh.schemas.compile(responseHeaderPlace(pair.fresh, fresh, now));
  const alone = { operation: pair.old, response: { ...old, headers: [header] } };
  const read = compileResponseHeaders(alone, context.old.model.schemas, context.old.schemas);
  const isRead = (value: unknown): boolean => {
    const found = read({ [header.name.toLowerCase()]: sentHeader(now, value) });
    return 'values' in found && isDeepStrictEqual(found.values[header.name], value);
  };
  const text = `${partOf(header, fresh)} is written in another way`;
  const lost = headerSamples(now, context).find((value) => isValid(value) && !isRead(value));
  if (lost === undefined) return { id: 'response-header-style', level: 'unknown', text };
  return { id: 'response-header-style', level: 'breaking', text, witness: headerWitness(fresh, now, lost) };
}

function writingOfHeader({ explode, content }: Header): string {
  return JSON.stringify(content === undefined ? explode : content.mediaType);
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
