import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { partSchema, schemaParts, type ValueType, valueTypes } from '@brrt/service-model/value-types';
import { shapeOf, type ValueShape } from '../../params/value-shape.ts';

/** How a value stands in XML (OpenAPI 3.2 §4.26 `nodeType`); `none`: its items stand where it would. */
export type XmlNodeType = 'element' | 'attribute' | 'text' | 'cdata' | 'none';

/** A schema as XML: the XML Object with every default filled in (OpenAPI 3.1 §4.8.26, 3.2 §4.26). */
export interface XmlShape {
  readonly nodeType: XmlNodeType;
  /** Local name; undefined where nothing gives one, as for the root of a body without a named schema. */
  readonly name: string | undefined;
  /** Undefined: whatever the element around it has. */
  readonly namespace: string | undefined;
  readonly prefix: string | undefined;
  readonly types: ReadonlySet<ValueType>;
  readonly kind: ValueShape['kind'];
  readonly coerce: ValueShape['coerce'];
  /** Of the items of an array. */
  items(): XmlShape;
  /** Declared properties, in the order of the schema. */
  readonly properties: readonly XmlProperty[];
  /** Of a property that is not declared; undefined where there may be none. */
  other(name: string): ValueShape | undefined;
}

export interface XmlProperty {
  readonly property: string;
  shape(): XmlShape;
}

type Schemas = ContractSubset['schemas'];

/** The shape of a whole body: its root is named after the component that describes it, where nothing else names it. */
export function rootShape(schema: JsonSchema | undefined, schemas: Schemas): XmlShape {
  return xmlShape(schema ?? true, { name: componentName(schema), isRoot: true }, schemas);
}

interface Place {
  /** What names the element where the XML Object does not. */
  readonly name: string | undefined;
  /** A document has one root: the items of an array cannot stand side by side there. */
  readonly isRoot?: boolean;
}

function componentName(schema: JsonSchema | undefined): string | undefined {
  const reference = typeof schema === 'object' ? schema.$ref : undefined;
  const name = typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : '';
  return isXmlName(name) ? name : undefined;
}

function xmlShape(schema: JsonSchema, { name: inherited, isRoot }: Place, schemas: Schemas): XmlShape {
  const xml = xmlObject(schema, schemas);
  const shape = shapeOf(schema, schemas);
  const nodeType = isRoot ? 'element' : nodeTypeOf(xml, shape);
  const isList = shape.kind === 'array';
  // The name of an array without an element of its own has no effect: its items are named.
  const name = (isList && nodeType === 'none' ? undefined : textOf(xml.name)) ?? inherited;
  let items: XmlShape | undefined;
  return {
    nodeType,
    name,
    namespace: textOf(xml.namespace),
    prefix: textOf(xml.prefix),
    types: valueTypes(schema, schemas) ?? new Set(),
    kind: shape.kind,
    coerce: shape.coerce,
    // Made when first asked for: schemas may contain themselves.
    items() {
      items ??= xmlShape(partSchema(schema, schemas, itemsOf) ?? true, { name }, schemas);
      return items;
    },
    properties: shape.properties.map((property) => lazyProperty(property, schema, schemas)),
    other: (property) => shape.property(property),
  };
}

function lazyProperty(property: string, schema: JsonSchema, schemas: Schemas): XmlProperty {
  let shape: XmlShape | undefined;
  return {
    property,
    shape() {
      const inner = partSchema(schema, schemas, ({ properties }) => memberOf(properties, property)) ?? true;
      shape ??= xmlShape(inner, { name: property }, schemas);
      return shape;
    },
  };
}

/** Each field where it is said first: beside a reference, behind it, or in what is combined. */
function xmlObject(schema: JsonSchema, schemas: Schemas): JsonObject {
  const found = schemaParts(schema, schemas, ['allOf'])
    .map(({ xml }) => xml)
    .filter(isObject);
  return Object.assign({}, ...found.toReversed());
}

function nodeTypeOf({ nodeType, attribute, wrapped }: JsonObject, { kind }: ValueShape): XmlNodeType {
  if (isNodeType(nodeType)) return nodeType;
  if (attribute === true && kind === 'primitive') return 'attribute';
  return kind === 'array' && wrapped !== true ? 'none' : 'element';
}

const nodeTypes: readonly string[] = ['element', 'attribute', 'text', 'cdata', 'none'];

function isNodeType(value: JsonValue | undefined): value is XmlNodeType {
  return typeof value === 'string' && nodeTypes.includes(value);
}

/** A name without a colon (Namespaces in XML 1.0 §3), as far as names are written here. */
export function isXmlName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_.·-]*$/u.test(name);
}

function itemsOf({ items }: JsonObject): JsonSchema | undefined {
  return typeof items === 'boolean' || isObject(items) ? items : undefined;
}

function memberOf(properties: JsonValue | undefined, name: string): JsonSchema | undefined {
  const member = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return typeof member === 'boolean' || isObject(member) ? member : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
