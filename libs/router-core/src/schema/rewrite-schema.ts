import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import type { Direction } from '../ports/schema-compiler.ts';
import { type ComponentSurvey, keywordThatHides } from './component-survey.ts';
import { formats } from './formats.ts';
import { knownKeywords } from './known-keywords.ts';
import { readDiscriminator } from './read-discriminator.ts';

/** How a schema is to be read. */
export interface Reading {
  /** Undefined: as it stands, as under `not`. */
  readonly direction: Direction | undefined;
  /** Properties that a schema around this one, judging the same value, keeps out: not required here either. */
  readonly hidden: ReadonlySet<string>;
}

export interface Rewriter {
  readonly survey: ComponentSurvey;
  /** The identifier of a component in this reading. */
  refer(component: string, reading: Reading): string;
}

const none: ReadonlySet<string> = new Set();

/** A schema as it is compiled: known keywords only, references to identifiers, hidden properties refused. */
export function rewriteSchema(rewriter: Rewriter, schema: JsonSchema, reading: Reading): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const inner = readingInside(rewriter, schema, reading);
  const result = new Map<string, JsonValue>();
  for (const [keyword, content] of Object.entries(schema)) {
    const known = knownKeywords.get(keyword);
    if (known === undefined || !known.accepts(content)) continue;
    if (known.kind === 'value') rewriteValue(result, { rewriter, schema, keyword, content, reading: inner });
    else result.set(keyword, rewriteSubschemas(rewriter, { keyword, content, reading: inner }));
  }
  const discriminator = readDiscriminator(rewriter.survey, schema);
  if (discriminator !== undefined) result.set('discriminator', { ...discriminator });
  return Object.fromEntries(result);
}

function readingInside(rewriter: Rewriter, schema: JsonObject, reading: Reading): Reading {
  const { direction } = reading;
  if (direction === undefined) return reading;
  const declared = rewriter.survey.hiddenNames(schema, direction);
  return declared.size === 0 ? reading : { direction, hidden: new Set([...reading.hidden, ...declared]) };
}

interface KeywordToRewrite {
  readonly keyword: string;
  readonly content: JsonValue;
  readonly reading: Reading;
}

function rewriteValue(
  result: Map<string, JsonValue>,
  { rewriter, schema, keyword, content, reading }: KeywordToRewrite & { rewriter: Rewriter; schema: JsonObject },
): void {
  switch (keyword) {
    case '$ref': {
      const target = rewriter.survey.target(schema);
      if (target === undefined) throw new TypeError(`${JSON.stringify(content)} refers to no schema of the contract`);
      result.set(keyword, rewriter.refer(target, reading));
      return;
    }
    case 'required':
      // `accepts` has shown that these are strings.
      result.set(keyword, withoutHidden(content as readonly string[], reading));
      return;
    case 'dependentRequired':
      result.set(
        keyword,
        mapValues(content as JsonObject, (names) => withoutHidden(names as readonly string[], reading)),
      );
      return;
    case 'format':
      if (schema['x-brrt-format'] === 'annotation') return;
      if (Object.hasOwn(formats, String(content))) result.set(keyword, content);
      return;
    default:
      result.set(keyword, content);
  }
}

function withoutHidden(names: readonly string[], { hidden }: Reading): JsonValue {
  return [...new Set(names)].filter((name) => !hidden.has(name));
}

function rewriteSubschemas(rewriter: Rewriter, { keyword, content, reading }: KeywordToRewrite): JsonValue {
  const known = knownKeywords.get(keyword);
  const subreading = readingOf(keyword, reading, known?.inPlace === true);
  const rewrite = (subschema: JsonValue): JsonValue => {
    // `accepts` has shown that every entry is a schema.
    const schema = subschema as JsonSchema;
    const { direction } = subreading;
    if (direction !== undefined && propertyKeywords.has(keyword) && rewriter.survey.isHidden(schema, direction)) {
      return { [keywordThatHides(direction)]: true };
    }
    return rewriteSchema(rewriter, schema, subreading);
  };
  if (known?.kind === 'schema') return rewrite(content);
  if (Array.isArray(content)) return content.map(rewrite);
  return mapValues(content as JsonObject, rewrite);
}

const propertyKeywords: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'additionalProperties']);

function readingOf(keyword: string, reading: Reading, inPlace: boolean): Reading {
  // A relaxed schema under `not` or `if` would turn the verdict round.
  if (keyword === 'not' || keyword === 'if') return { direction: undefined, hidden: none };
  return inPlace ? reading : { direction: reading.direction, hidden: none };
}

function mapValues(map: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject {
  // `fromEntries` defines own properties: a key `__proto__` stays a key.
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
