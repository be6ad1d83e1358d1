import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { type ComponentSurvey, propertiesOf } from './component-survey.ts';
import type { Discriminator } from './discriminator.ts';
import { knownKeywords } from './known-keywords.ts';

export interface DeclaredValues {
  readonly values: ReadonlySet<string>;
  /** The values of the branches of a union: every one stands for something. */
  readonly isUnion: boolean;
}

/** What is asked of schemas. */
export interface Question {
  readonly survey: ComponentSurvey;
  readonly property: string;
  /** Components that are being looked at. */
  readonly open: ReadonlySet<string>;
  /** `readDiscriminator`, which itself asks for declared values. */
  readUnion(survey: ComponentSurvey, schema: JsonObject, open: ReadonlySet<string>): Discriminator | undefined;
}

/** The values to which a schema and all that it demands hold one of its properties; undefined when it is free. */
export function declaredValues(question: Question, schema: JsonSchema): DeclaredValues | undefined {
  if (typeof schema === 'boolean') return undefined;
  const own = propertiesOf(schema).find(([name]) => name === question.property);
  const parts = [
    own === undefined ? undefined : fixedValues(question, own[1]),
    ...inPlace(question, schema).map(([inner, part]) => declaredValues(inner, part)),
    valuesOfUnion(question, schema),
  ].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  return { values: common(parts.map(({ values }) => values)), isUnion: parts.some(({ isUnion }) => isUnion) };
}

/** The target of a reference and the members of `allOf`, each with the question as it stands there. */
function inPlace(question: Question, schema: JsonObject): readonly (readonly [Question, JsonSchema])[] {
  const { survey, open } = question;
  const target = survey.target(schema);
  const { allOf } = schema;
  const isList = allOf !== undefined && knownKeywords.get('allOf')?.accepts(allOf) === true;
  return [
    // `accepts` has shown that these are schemas.
    ...(isList ? (allOf as readonly JsonSchema[]) : []).map((part) => [question, part] as const),
    ...(target === undefined || open.has(target)
      ? []
      : [[{ ...question, open: new Set([...open, target]) }, survey.component(target)] as const]),
  ];
}

function fixedValues(question: Question, schema: JsonSchema): DeclaredValues | undefined {
  if (typeof schema === 'boolean') return undefined;
  const { const: constant, enum: values } = schema;
  const lists = [
    ...(constant === undefined ? [] : [textsOf([constant])]),
    ...(Array.isArray(values) ? [textsOf(values)] : []),
    ...inPlace(question, schema).flatMap(([inner, part]) => fixedValues(inner, part)?.values ?? []),
  ];
  if (lists.length === 0) return undefined;
  return { values: common(lists), isUnion: false };
}

/** Only texts choose. */
function textsOf(values: readonly JsonValue[]): ReadonlySet<string> {
  return new Set(values.filter((value) => typeof value === 'string'));
}

function common([first = new Set(), ...others]: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set([...first].filter((value) => others.every((other) => other.has(value))));
}

function valuesOfUnion(question: Question, schema: JsonObject): DeclaredValues | undefined {
  const { survey, property, open } = question;
  const union = question.readUnion(survey, schema, open);
  if (union?.decides !== true || union.fallback !== undefined || union.propertyName !== property) return undefined;
  return { values: new Set(union.branches.map(([value]) => value)), isUnion: true };
}
