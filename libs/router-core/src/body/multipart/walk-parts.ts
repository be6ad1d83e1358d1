import type { ContractSubset } from '@brrt/service-model';
import { SentPart } from '../../ports/sent-part.ts';
import { declaredProperties } from '../declared-properties.ts';
import type { EncodingPath } from './compile-part.ts';
import { multipartPlan, type PartsDescription } from './multipart-plan.ts';
import { namedRule, nestedType, type PartRule } from './part-rule.ts';
import { compilePositions, otherSchema } from './parts-rules.ts';

/** One part of a value on its way out. */
export interface VisitedPart {
  readonly value: unknown;
  readonly rule: PartRule;
  /** Where its Encoding Object stands. */
  readonly path: EncodingPath;
  /** Undefined for a part that is told by its position. */
  readonly name: string | undefined;
  /** From the whole body down. */
  readonly pointer: string;
}

/** The same value with what `visit` makes of each part; what has no parts passes as it is. */
export type PartsWalk = (value: unknown, visit: (part: VisitedPart) => unknown, pointer?: string) => unknown;

interface Place {
  readonly rule: PartRule;
  readonly path: EncodingPath;
  /** Parts of the part come first. */
  readonly within: PartsWalk | undefined;
}

/** Finds the parts that the encoder writes, by the same rules. Undefined: the contract says nothing of parts. */
export function compilePartsWalk(
  parts: PartsDescription,
  contract: Pick<ContractSubset, 'schemas'>,
  path: EncodingPath = [],
): PartsWalk | undefined {
  const place = (rule: PartRule, own: EncodingPath): Place => {
    const { encoding } = rule;
    const nested = { mediaType: nestedType(rule), schema: rule.schema, ...encoding };
    const isNested = rule.kind === 'multipart' && encoding !== undefined;
    return { rule, path: own, within: isNested ? compilePartsWalk(nested, contract, own) : undefined };
  };
  switch (multipartPlan(parts, contract)) {
    case 'octets':
      return undefined;
    case 'named':
      return walkMembers(parts, { contract, path, place });
    default: {
      const placeAt = compilePositions(parts, contract, (rule, own) => place(rule, [...path, ...own]));
      return (value, visit, pointer = '') =>
        Array.isArray(value)
          ? value.map((each, index) => enter(placeAt(index), { value: each, pointer: `${pointer}/${index}` }, visit))
          : value;
    }
  }
}

interface WalkContext {
  readonly contract: Pick<ContractSubset, 'schemas'>;
  readonly path: EncodingPath;
  readonly place: (rule: PartRule, own: EncodingPath) => Place;
}

function walkMembers(parts: PartsDescription, { contract, path, place }: WalkContext): PartsWalk {
  const { encoding: encodings = {} } = parts;
  const compile = (name: string, schema = otherSchema(parts, contract.schemas)) => {
    const encoding = Object.hasOwn(encodings, name) ? encodings[name] : undefined;
    const rule = namedRule(name, { schema, encoding }, contract);
    return { rule, place: place(rule, [...path, 'encoding', name]) };
  };
  const declared = declaredProperties(parts.schema, contract);
  const known = new Map(declared.map(([name, schema]) => [name, compile(name, schema)]));
  const other = compile('');
  return (value, visit, pointer = '') => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const members = Object.entries(value).map(([name, member]: [string, unknown]) => {
      const { rule, place: own } = known.get(name) ?? other;
      if (rule.isStyled) return [name, member];
      const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const isList = Array.isArray(member) && (rule.isArray || rule.kind !== 'json');
      if (!isList) return [name, enter(own, { value: member, name, pointer: at }, visit)];
      return [name, member.map((each, index) => enter(own, { value: each, name, pointer: `${at}/${index}` }, visit))];
    });
    // Object.fromEntries defines members: `__proto__` is one like any other.
    return Object.fromEntries(members);
  };
}

interface FoundPart {
  readonly value: unknown;
  readonly name?: string;
  readonly pointer: string;
}

function enter(
  { rule, path, within }: Place,
  { value, name, pointer }: FoundPart,
  visit: (part: VisitedPart) => unknown,
): unknown {
  const content = value instanceof SentPart ? value.content : value;
  const inner = within === undefined ? content : within(content, visit, pointer);
  return visit({ value: value instanceof SentPart ? value : inner, rule, path, name, pointer });
}
