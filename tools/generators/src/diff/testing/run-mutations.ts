import { type JsonObject, readServiceModelText, type ServiceModel } from '@brrt/service-model';
import type { Change } from '../change.ts';
import { compareContracts } from '../compare-contracts.ts';
import { labelOf } from '../diff-context.ts';
import { findOperations, findSchemaSites, replacedAt, type SchemaSite } from './find-sites.ts';
import { type Expected, operationMutations } from './operation-mutations.ts';
import { type SchemaMove, schemaMutations } from './schema-mutations.ts';

/** What became of the known verdicts of one mutation, and of all others that came with it. */
export interface MutationRun {
  readonly mutation: string;
  readonly pointer: string;
  readonly way: 'forth' | 'back';
  readonly operation: string;
  readonly expected: string;
  /** `right`, or what was said instead. */
  readonly said: string;
  readonly changes: readonly Change[];
}

export interface MutationOptions {
  /** Of each mutation: so many places of each side, spread over the document. */
  readonly places: number;
}

interface Case {
  readonly mutation: string;
  readonly pointer: string;
  readonly operation: string;
  readonly part: string | undefined;
  readonly document: JsonObject;
  readonly forth: Expected | undefined;
  readonly back: Expected | undefined;
}

/** Compares a contract with copies of which each has one change of known verdict, in both directions. */
export async function* runMutations(model: ServiceModel, { places }: MutationOptions): AsyncGenerator<MutationRun> {
  const old = await read(model.document);
  const readable = new Set(old.operations.map(labelOf));
  for (const each of casesOf(old.document, places)) {
    if (!readable.has(each.operation)) continue;
    const fresh = await read(each.document);
    for (const [way, one, other] of [
      ['forth', old, fresh],
      ['back', fresh, old],
    ] as const) {
      const changes = compareContracts(one, other);
      const { mutation, pointer, operation } = each;
      const expected = each[way];
      const said = judge(each, expected, changes);
      const wanted = expected === undefined ? 'nothing' : `${expected.level} ${expected.id}`;
      yield { mutation, pointer, way, operation, expected: wanted, said, changes };
    }
  }
}

async function read(document: JsonObject): Promise<ServiceModel> {
  const result = await readServiceModelText(
    { text: JSON.stringify(document), file: 'openapi.json' },
    { overlays: [], skipBroken: true },
  );
  if (result.model === undefined) throw new TypeError(JSON.stringify(result.diagnostics.slice(0, 3)));
  return result.model;
}

function judge({ operation, part }: Case, expected: Expected | undefined, changes: readonly Change[]): string {
  const own = changes.filter(
    (change) => change.operation === operation && (part === undefined || change.part === part),
  );
  if (expected === undefined) return own.length === 0 ? 'right' : spelled(own);
  const found = own.find(({ id, level }) => id === expected.id && level === expected.level);
  if (found === undefined) return own.length === 0 ? 'nothing' : spelled(own);
  return found.level === 'breaking' && found.witness === undefined ? 'without witness' : 'right';
}

function spelled(changes: readonly Change[]): string {
  return changes
    .map(({ id, level, text }) => (level === 'unknown' ? `unknown ${id}: ${text}` : `${level} ${id}`))
    .join(', ');
}

const moves = {
  request: {
    narrower: { id: 'body-narrowed', level: 'breaking' },
    wider: { id: 'body-widened', level: 'compatible' },
  },
  response: {
    narrower: { id: 'response-narrowed', level: 'compatible' },
    wider: { id: 'response-widened', level: 'breaking' },
  },
} as const;
const opposite = { narrower: 'wider', wider: 'narrower', apart: 'apart', same: 'same' } as const;

function expectedOf(side: SchemaSite['side'], move: SchemaMove): Expected | undefined {
  if (move === 'same') return undefined;
  if (move === 'apart') return side === 'request' ? moves.request.narrower : moves.response.wider;
  return moves[side][move];
}

function* casesOf(document: JsonObject, places: number): Generator<Case> {
  const sites = findSchemaSites(document);
  for (const side of ['request', 'response'] as const) {
    for (const { name: mutation, change } of schemaMutations) {
      const possible = sites.filter((site) => site.side === side && change(site, document) !== undefined);
      for (const site of spread(possible, places)) {
        const changed = change(site, document);
        if (changed === undefined) continue;
        const { pointer, operation, part } = site;
        // A pointer of at least one token leaves an object.
        const made = replacedAt(document, pointer, changed.schema) as JsonObject;
        const [forth, back] = [expectedOf(side, changed.move), expectedOf(side, opposite[changed.move])];
        yield { mutation: `${mutation} (${side})`, pointer, operation, part, document: made, forth, back };
      }
    }
  }
  const operations = findOperations(document);
  for (const { name: mutation, change } of operationMutations) {
    const possible = operations.filter((operation) => change(operation, document) !== undefined);
    for (const operation of spread(possible, places)) {
      const changed = change(operation, document);
      if (changed === undefined) continue;
      yield { mutation, pointer: operation.pointer, operation: operation.operation, part: undefined, ...changed };
    }
  }
}

/** So many of a list, from its whole length. */
function spread<Item>(list: readonly Item[], count: number): readonly Item[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, at) => list[Math.floor(((at + 0.5) * list.length) / count)]).filter(
    (item) => item !== undefined,
  );
}
