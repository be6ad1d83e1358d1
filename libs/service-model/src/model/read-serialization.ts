import { defaultStyle, readStyle } from '../parse/read-style.ts';
import type { BuildContext } from './build-context.ts';
import { checkNesting } from './check-nesting.ts';
import { componentSchemas } from './component-schemas.ts';
import { booleanField } from './fields.ts';
import type { JsonObject, JsonSchema } from './json.ts';
import { schemaField } from './schema-field.ts';
import type { Parameter, ParameterPlace, ParameterStyle } from './service-model.ts';
import { type ValueType, valueTypes } from './value-types.ts';

type Serialization = Pick<Parameter, 'style' | 'explode' | 'allowReserved' | 'allowEmptyValue'>;

/**
 * How a parameter with `schema` is written (OpenAPI 3.2 §4.12.4). The combinations that the tables call n/a are undefined: each
 * is reported with the reading that was chosen.
 */
export function readSerialization(parameter: JsonObject, place: ParameterPlace, context: BuildContext): Serialization {
  const written = readStyle(parameter, place, context) ?? defaultStyle(place);
  const types = valueTypes(schemaField(parameter, 'schema') ?? true, componentSchemas(context.document));
  const { style, explode } = readExplode(
    parameter,
    definedStyle(parameter, { style: written, types }, context),
    context,
  );
  checkNesting(parameter, { place, style, explode }, context);
  if (place === 'cookie') checkCookie(parameter, { style, explode, types }, context);
  return {
    allowEmptyValue: readAllowEmptyValue(parameter, { place, style }, context),
    allowReserved: readAllowReserved(parameter, { place, style }, context),
    style,
    explode,
  };
}

/**
 * How a property of a form is written (OpenAPI 3.2 §4.15.1.2), with the readings of parameters. Nothing where neither style nor
 * explode is stated: then the type of the property decides.
 */
export function readEncodingStyle(
  encoding: JsonObject,
  property: JsonSchema,
  context: BuildContext,
): Partial<Pick<Serialization, 'style' | 'explode'>> {
  const written = readStyle(encoding, 'query', context);
  const explode = booleanField(encoding, 'explode');
  if (written === undefined && explode === undefined) return {};
  const types = valueTypes(property, componentSchemas(context.document));
  return readExplode(encoding, definedStyle(encoding, { style: written ?? 'form', types }, context), context);
}

/** What fields say that mean something beside `content` too. */
export function contentSerialization(place: ParameterPlace): Serialization {
  const style = defaultStyle(place);
  return { allowEmptyValue: false, allowReserved: false, style, explode: explodesByDefault(style) };
}

function explodesByDefault(style: ParameterStyle): boolean {
  return style === 'form' || style === 'cookie';
}

interface Typed {
  readonly style: ParameterStyle;
  /** Undefined: the schema says nothing about types. */
  readonly types: ReadonlySet<ValueType> | undefined;
}

const typesByStyle: Readonly<Partial<Record<ParameterStyle, readonly ValueType[]>>> = {
  spaceDelimited: ['array', 'object'],
  pipeDelimited: ['array', 'object'],
  deepObject: ['object'],
};

/** The style, unless the tables know no value of these types in it. */
function definedStyle(parameter: JsonObject, { style, types }: Typed, context: BuildContext): ParameterStyle {
  const defined = typesByStyle[style];
  if (defined === undefined || types === undefined || defined.some((type) => types.has(type))) return style;
  const message = `The style ${style} is defined for ${defined.join(' and ')} only, not for ${[...types].join(', ')}`;
  reportUndefined(parameter, { field: 'style', message, hint: 'It is read as "form"' }, context);
  return 'form';
}

function readExplode(
  parameter: JsonObject,
  style: ParameterStyle,
  context: BuildContext,
): Pick<Serialization, 'style' | 'explode'> {
  const explode = booleanField(parameter, 'explode');
  if (style === 'deepObject') {
    if (explode === false) {
      const message = 'The style deepObject is always exploded';
      reportUndefined(parameter, { field: 'explode', message, hint: 'It is read as "explode: true"' }, context);
    }
    return { style, explode: true };
  }
  if (explode === true && (style === 'spaceDelimited' || style === 'pipeDelimited')) {
    const message = `The style ${style} has no exploded form`;
    const hint = 'It is read as "style: form", each value with the name before it';
    reportUndefined(parameter, { field: 'explode', message, hint }, context);
    return { style: 'form', explode };
  }
  return { style, explode: explode ?? explodesByDefault(style) };
}

function checkCookie(
  parameter: JsonObject,
  { style, explode, types }: Typed & { readonly explode: boolean },
  context: BuildContext,
): void {
  const isSpread = types !== undefined && (types.has('array') || types.has('object'));
  if (style !== 'form' || !explode || !isSpread) return;
  // OpenAPI 3.2 appendix D
  context.report.note({
    at: context.sources.locate(parameter),
    code: 'cookie-delimiter',
    message: 'The style form divides exploded cookies by "&", which is not how cookies are divided',
    hint: 'Write "explode: false", or "style: cookie" in OpenAPI 3.2',
  });
}

interface Placed {
  readonly place: ParameterPlace;
  readonly style: ParameterStyle;
}

// Where it means nothing was reported when the object was bundled.
function readAllowReserved(parameter: JsonObject, { place, style }: Placed, { document }: BuildContext): boolean {
  const written = booleanField(parameter, 'allowReserved') ?? false;
  if (!written || place === 'query') return written;
  const isNew = String(document.openapi).startsWith('3.2');
  return isNew && (place === 'path' || (place === 'cookie' && style !== 'cookie'));
}

function readAllowEmptyValue(parameter: JsonObject, { place, style }: Placed, context: BuildContext): boolean {
  if (booleanField(parameter, 'allowEmptyValue') !== true) return false;
  if (place === 'query' && typesByStyle[style] === undefined) return true;
  // Where else it means nothing was reported when the object was bundled.
  if (place !== 'query') return false;
  const at = context.sources.locate(parameter, 'allowEmptyValue');
  const message = `"allowEmptyValue" has no meaning for the style ${style}`;
  context.report.warning({ at, code: 'undefined-style', message, hint: 'It is left out' });
  return false;
}

interface Undefined {
  readonly field: string;
  readonly message: string;
  readonly hint: string;
}

function reportUndefined(parameter: JsonObject, { field, message, hint }: Undefined, context: BuildContext): void {
  context.report.warning({ at: context.sources.locate(parameter, field), code: 'undefined-style', message, hint });
}
