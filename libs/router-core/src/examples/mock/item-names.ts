import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import { flattenSchema } from '../merge-schemas.ts';
import { namedSchemasOf, schemasOf } from '../schema-keywords.ts';

/** Members of an item that may have what the path calls it, the likeliest first. */
export interface NameCandidates {
  /** 'pet' of '/pets'. */
  readonly noun: string;
  /** Say it by themselves. */
  readonly sure: readonly string[];
  /** May say something else where one of the others is there. */
  readonly likely: readonly string[];
}

/** 'petId' under '/pets' may be 'petId', 'id', 'pet_id' or 'ID' in the item. */
export function nameCandidates(parameter: string, collection: string): NameCandidates {
  const noun = plain(collection.split('/').at(-1) ?? '')
    .replace(/ies$/, 'y')
    .replace(/s$/, '');
  const whole = plain(parameter);
  const rest = whole.startsWith(noun) ? whole.slice(noun.length) : '';
  return {
    noun,
    sure: [whole, ...(rest === '' ? [] : [rest]), `${noun}id`, 'id', 'uuid'],
    likely: ['key', 'slug', 'code', 'name'],
  };
}

/** The one of these members that has the name. */
export function nameMember(candidates: readonly string[], members: readonly string[]): string | undefined {
  const known = new Map(members.map((member) => [plain(member), member] as const).toReversed());
  for (const candidate of candidates) {
    const member = known.get(candidate);
    if (member !== undefined) return member;
  }
  return undefined;
}

function plain(name: string): string {
  return name.replaceAll(/[\W_]/g, '').toLowerCase();
}

/** Where an item says what it is called. */
export function nameIn(
  item: JsonObject,
  { idProperty, names }: { readonly idProperty: string | undefined; readonly names: NameCandidates },
): { readonly member: string; readonly name: string | number } | undefined {
  const members = Object.keys(item).filter((key) => isName(item[key]));
  const own = idProperty !== undefined && members.includes(idProperty) ? idProperty : undefined;
  const member = own ?? nameMember(names.sure, members) ?? nameMember(names.likely, members);
  const name = member === undefined ? undefined : item[member];
  return member !== undefined && isName(name) ? { member, name } : undefined;
}

/** An item holds `bigint`s too, where its contract asks for them. */
export function isName(value: unknown): value is string | number {
  return typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && value !== '');
}

/** The member that is the thing itself where an answer is no more than an envelope of it; undefined where it is the thing. */
export function envelopeMember(
  schema: JsonSchema | undefined,
  { noun, sure, likely }: NameCandidates,
  contract: Pick<ContractSubset, 'schemas'>,
): string | undefined {
  const flat = schema === undefined ? false : flattenSchema(schema, contract);
  const parts = flat === false ? [] : [...namedSchemasOf(flat, 'properties')];
  const isThing =
    nameMember(
      [...sure, ...likely],
      parts.map(([name]) => name),
    ) !== undefined;
  if (isThing) return undefined;
  const usual = new Set([noun, 'data', 'result', 'item', 'record', 'payload']);
  const inner = parts.filter(
    ([name, part]) => usual.has(plain(name)) && nameMember(sure, memberNames(part, contract)) !== undefined,
  );
  return inner.length === 1 ? inner[0]?.[0] : undefined;
}

const mostUnions = 3;

/** Members that a schema names, those of all its alternatives too. */
export function memberNames(
  schema: JsonSchema | undefined,
  contract: Pick<ContractSubset, 'schemas'>,
  unions = mostUnions,
): readonly string[] {
  const flat = schema === undefined || unions === 0 ? false : flattenSchema(schema, contract);
  if (flat === false) return [];
  const branches = [...schemasOf(flat, 'oneOf'), ...schemasOf(flat, 'anyOf')];
  return [
    ...namedSchemasOf(flat, 'properties').keys(),
    ...branches.flatMap((branch) => memberNames(branch, contract, unions - 1)),
  ];
}
