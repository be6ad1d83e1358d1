import { MalformedRequestError } from '../../errors/request-errors.ts';
import { type Built, compileFields, decodeQueryText, type QueryPair, type ValueShape } from '../../params/index.ts';
import { otherReadings } from '../../params/reading.ts';
import { fieldPointer, shownName } from '../compile-form-fields.ts';
import { declaredProperties } from '../declared-properties.ts';
import {
  type CompiledPart,
  compilePart,
  type EncodingPath,
  type PartsContext,
  type PartsDecoder,
  type PartsPlace,
} from './compile-part.ts';
import type { PartContent } from './decode-part.ts';
import { isFormData, type PartsDescription } from './multipart-plan.ts';
import { type RawPart, readParts } from './part-reader.ts';
import { isStyled, type NamedRule, namedRule } from './part-rule.ts';
import { otherSchema } from './parts-rules.ts';

/**
 * Parts that are the members of an object, by the names of `multipart/form-data` (RFC 7578, OpenAPI 3.2 §4.14.5.1). In other
 * multipart types a part without a name is the next property that is declared.
 */
export function compileNamedParts(parts: PartsDescription, path: EncodingPath, context: PartsContext): PartsDecoder {
  const form = compileForm(parts, path, context);
  return async ({ octets, boundary }, at) => {
    const gathering = new Gathering(form, at);
    for await (const part of readParts(octets, boundary, at.run.limits)) await gathering.add(part);
    return gathering.finish();
  };
}

interface CompiledForm {
  readonly names: readonly string[];
  readonly namesAreNeeded: boolean;
  readonly properties: ReadonlyMap<string, CompiledPart<NamedRule>>;
  /** Of a name that no property has. */
  other(name: string): CompiledPart<NamedRule>;
  /** Undefined where no property has a style. */
  readonly fields: StyledFields | undefined;
}

type Read = Extract<Built, { readonly value: unknown }>;

interface StyledFields {
  readonly names: readonly string[];
  readonly decode: ReturnType<typeof compileFields>;
}

function compileForm(parts: PartsDescription, path: EncodingPath, context: PartsContext): CompiledForm {
  const { contract } = context;
  const encodings = parts.encoding ?? {};
  const encodingOf = (name: string) => (Object.hasOwn(encodings, name) ? encodings[name] : undefined);
  const declared = declaredProperties(parts.schema, contract);
  const compiled = declared.map(([name, schema]) => {
    const rule = namedRule(name, { schema, encoding: encodingOf(name) }, contract);
    return [name, compilePart(rule, [...path, 'encoding', name], context)] as const;
  });
  const undeclared = compilePart(
    namedRule('', { schema: otherSchema(parts, contract.schemas), encoding: undefined }, contract),
    path,
    context,
  );
  const styled = declared.filter(([name]) => isStyled(encodingOf(name)));
  const fields = styled.map(([name, schema]) => {
    const { style = 'form', explode = style === 'form' } = encodingOf(name) ?? {};
    return { name, style, explode, schema };
  });
  return {
    names: declared.map(([name]) => name),
    namesAreNeeded: isFormData(parts.mediaType),
    properties: new Map(compiled),
    other: () => undeclared,
    fields:
      styled.length === 0
        ? undefined
        : {
            names: styled.map(([name]) => name),
            decode: compileFields(fields, contract.schemas, { decode: decodeQueryText, isStrict: true }),
          },
  };
}

/** The parts of one body on their way to be an object. */
class Gathering {
  readonly #form: CompiledForm;
  readonly #at: PartsPlace;
  readonly #contents = new Map<string, PartContent[]>();
  readonly #pairs: QueryPair[] = [];
  #unnamed = 0;

  constructor(form: CompiledForm, at: PartsPlace) {
    this.#form = form;
    this.#at = at;
  }

  async add(part: RawPart): Promise<void> {
    const name = part.head.name ?? this.#nextName();
    const compiled = this.#partOf(name);
    const { pointer, keys, run } = this.#at;
    const partPointer = pointer + fieldPointer(name);
    const { isArray } = compiled.rule;
    const itemPointer = isArray ? `${partPointer}/${this.#contents.get(name)?.length ?? 0}` : partPointer;
    const place = { pointer: partPointer, keys: [...keys, name], label: shownName(name), itemPointer, run };
    const content = await compiled.read(part, place);
    if (content === undefined) return;
    if ('text' in content && this.#isField(name)) {
      // Styles are those of a query; what its encoding would mean is escaped, so that it means itself.
      this.#pairs.push({ name, raw: content.text.replaceAll(/[%+]/g, (sign) => (sign === '%' ? '%25' : '%2B')) });
      return;
    }
    const known = this.#contents.get(name);
    if (known === undefined) this.#contents.set(name, [content]);
    else known.push(content);
  }

  finish(): unknown {
    const members = new Map<string, unknown>();
    for (const [name, contents] of this.#contents) this.#addMember(name, contents, members);
    this.#addFields(members);
    // Object.fromEntries defines members: `__proto__` is one like any other.
    return Object.fromEntries(members);
  }

  #nextName(): string {
    const name = this.#form.namesAreNeeded ? undefined : this.#form.names[this.#unnamed];
    this.#unnamed += 1;
    if (name === undefined) throw new MalformedRequestError('A part of the body has no name');
    return name;
  }

  #partOf(name: string): CompiledPart<NamedRule> {
    return this.#form.properties.get(name) ?? this.#form.other(name);
  }

  /** A name of a property with a style, or one that a style may spread over: `color[R]`, `R`. */
  #isField(name: string): boolean {
    const { fields, properties } = this.#form;
    return fields !== undefined && (fields.names.includes(name) || !properties.has(name));
  }

  #addMember(name: string, contents: readonly PartContent[], members: Map<string, unknown>): void {
    const declared = this.#form.properties.get(name);
    const part = declared ?? this.#partOf(name);
    const [first] = contents;
    const mayBeList = declared === undefined || part.shape.types.has('array');
    const isList = part.rule.isArray || (mayBeList && contents.length > 1);
    if (declared === undefined && name.includes('[')) this.#fail(name, 'unknown', noSuchField);
    else if (isList) members.set(name, this.#listOf(name, contents, part));
    else if (contents.length > 1) this.#fail(name, 'style', 'The part may be given only once');
    else if (first !== undefined) members.set(name, this.#oneOf(name, first, part));
  }

  /** Where the schema takes a list too, it may be one of one. */
  #oneOf(name: string, content: PartContent, { shape }: CompiledPart<NamedRule>): unknown {
    const value = this.#valueOf(content, shape, [name]);
    if (shape.types.has('array') && !Array.isArray(value)) {
      const element = 'text' in content ? shape.items(0).coerce(content.text) : value;
      this.#at.run.others.push({ at: [...this.#at.keys, name], value: [element] });
    }
    return value;
  }

  #listOf(name: string, contents: readonly PartContent[], part: CompiledPart<NamedRule>): unknown {
    const shape = part.rule.isArray || !part.shape.types.has('array') ? part.shape : part.shape.items(0);
    const values = contents.map((content, index) => this.#valueOf(content, shape, [name, index]));
    if (!mayBeWhole(values, part.rule)) return values;
    // [[1]] is the list of one list, or the whole: the schema decides.
    const [value, other] = part.rule.written === 'array' ? [values, values[0]] : [values[0], values];
    this.#at.run.others.push({ at: [...this.#at.keys, name], value: other });
    return value;
  }

  #valueOf(content: PartContent, shape: ValueShape, at: readonly (string | number)[]): unknown {
    if ('file' in content) return content.file;
    if ('value' in content) return content.value;
    const value = shape.coerce(content.text);
    if (shape.isAmbiguous)
      this.#at.run.others.push(...otherReadings([...this.#at.keys, ...at], content.text, value, shape));
    return value;
  }

  #addFields(members: Map<string, unknown>): void {
    const { fields } = this.#form;
    if (fields === undefined) return;
    const { values, unclaimed } = fields.decode(this.#pairs);
    for (const [index, name] of fields.names.entries()) {
      const built = values[index];
      if (built === undefined) continue;
      if ('value' in built) this.#addField(name, built, members);
      else this.#fail(name, built.keyword, built.detail);
    }
    for (const name of new Set(unclaimed)) {
      const texts = this.#pairs.filter((pair) => pair.name === name);
      const contents = texts.map(({ raw }) => ({ text: decodeQueryText(raw) ?? raw }));
      this.#addMember(name, [...(this.#contents.get(name) ?? []), ...contents], members);
    }
  }

  #addField(name: string, built: Read, members: Map<string, unknown>): void {
    members.set(name, built.value);
    for (const { at, value } of 'others' in built ? (built.others ?? []) : []) {
      this.#at.run.others.push({ at: [...this.#at.keys, name, ...at], value });
    }
  }

  #fail(name: string, keyword: string, detail: string): void {
    const { pointer, run } = this.#at;
    run.violations.push({ in: 'body', pointer: pointer + fieldPointer(name), keyword, detail });
  }
}

const noSuchField = 'The contract declares no nested field of this name';

/** A client may also send the whole array as one JSON text. */
function mayBeWhole(values: readonly unknown[], { kind }: NamedRule): boolean {
  return values.length === 1 && kind === 'json' && (values[0] === null || Array.isArray(values[0]));
}
