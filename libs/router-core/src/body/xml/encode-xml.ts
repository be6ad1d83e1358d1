import { isXmlName, type XmlShape } from './xml-shape.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/** Which prefixes stand for which namespaces around an element; '' is the default namespace. */
type Scope = ReadonlyMap<string, string>;

/**
 * A value as the text of an XML document, as its schema describes it.
 * @throws TypeError for what XML cannot carry: control characters, names that are none, attributes that are no text
 */
export function encodeXml(value: unknown, shape: XmlShape): string {
  return declaration + writeElement(value, shape, { name: shape.name ?? 'root', scope: new Map() });
}

interface Place {
  /** For what its shape does not name. */
  readonly name: string;
  readonly scope: Scope;
}

function writeElement(value: unknown, shape: XmlShape, { name, scope }: Place): string {
  const own = declareNamespace(shape, scope);
  const tag = qualified(shape.name ?? name, shape);
  if (value === null) return `<${tag}${own.attributes} xmlns:xsi="${instanceNamespace}" xsi:nil="true"/>`;
  const { attributes, content } = writeContent(value, shape, { name: shape.name ?? name, scope: own.scope });
  const start = `<${tag}${own.attributes}${attributes}`;
  return content === '' ? `${start}/>` : `${start}>${content}</${tag}>`;
}

interface Content {
  readonly attributes: string;
  readonly content: string;
}

function writeContent(value: unknown, shape: XmlShape, place: Place): Content {
  if (Array.isArray(value)) {
    const items = shape.items();
    return { attributes: '', content: value.map((item) => writeElement(item, items, place)).join('') };
  }
  if (typeof value !== 'object' || value === null) {
    const text = textOf(value);
    return { attributes: '', content: shape.nodeType === 'cdata' ? cdata(text) : escapeText(text) };
  }
  return writeObject(value, shape, place);
}

function writeObject(value: object, shape: XmlShape, { scope }: Place): Content {
  let attributes = '';
  let content = '';
  const declared = new Map(shape.properties.map((property) => [property.property, property]));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  // In the order of the schema, which readers of XML may rely on; what it does not name comes last.
  for (const { property, shape: shapeOfProperty } of shape.properties) {
    const member = members.find(([name]) => name === property);
    if (member === undefined) continue;
    const inner = shapeOfProperty();
    if (inner.nodeType === 'attribute') attributes += writeAttribute(member[1], inner, { name: property, scope });
    else content += writeMember(member[1], inner, { name: property, scope });
  }
  for (const [name, member] of members) if (!declared.has(name)) content += writeOther(name, member);
  return { attributes, content };
}

function writeAttribute(value: unknown, shape: XmlShape, { name, scope }: Place): string {
  if (value === null) return '';
  if (typeof value === 'object') throw new TypeError(`The attribute ${name} has to be a text, number or boolean`);
  // An attribute is in a namespace by a prefix only (Namespaces in XML 1.0 §6.2).
  const own = shape.prefix === undefined ? '' : declareNamespace(shape, scope).attributes;
  return `${own} ${qualified(shape.name ?? name, shape)}="${escapeAttribute(textOf(value))}"`;
}

function writeMember(value: unknown, shape: XmlShape, place: Place): string {
  if (shape.nodeType === 'text') return escapeText(textOf(value));
  if (shape.nodeType === 'cdata') return cdata(textOf(value));
  if (shape.kind !== 'array' || shape.nodeType !== 'none' || !Array.isArray(value))
    return writeElement(value, shape, place);
  const items = shape.items();
  return value.map((item) => writeElement(item, items, place)).join('');
}

function writeOther(name: string, value: unknown): string {
  if (name === '#text') return escapeText(textOf(value));
  if (Array.isArray(value)) return value.map((item) => writeOther(name, item)).join('');
  const tag = checkedName(name);
  if (value === null) return `<${tag} xmlns:xsi="${instanceNamespace}" xsi:nil="true"/>`;
  if (typeof value !== 'object') return `<${tag}>${escapeText(textOf(value))}</${tag}>`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const content = members.map(([key, member]) => writeOther(key, member)).join('');
  return `<${tag}>${content}</${tag}>`;
}

function declareNamespace({ namespace, prefix = '' }: XmlShape, scope: Scope): { attributes: string; scope: Scope } {
  if (namespace === undefined || scope.get(prefix) === namespace) return { attributes: '', scope };
  const name = prefix === '' ? 'xmlns' : `xmlns:${checkedName(prefix)}`;
  return {
    attributes: ` ${name}="${escapeAttribute(namespace)}"`,
    scope: new Map([...scope, [prefix, namespace]]),
  };
}

function qualified(name: string, { prefix, namespace }: XmlShape): string {
  const local = checkedName(name);
  return prefix === undefined || namespace === undefined ? local : `${checkedName(prefix)}:${local}`;
}

function checkedName(name: string): string {
  if (!isXmlName(name)) throw new TypeError(`${JSON.stringify(name)} cannot be the name of an XML element`);
  return name;
}

function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) throw new TypeError('A text of XML has to be no array or object');
  return value === null || value === undefined ? '' : String(value);
}

// XML 1.0 §2.2: what no document can contain, escaped or not.
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

function checkedText(text: string): string {
  if (forbidden.test(text)) throw new TypeError('XML cannot carry control characters');
  return text;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Line ends would be normalised on the way.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

function escapeText(text: string): string {
  return checkedText(text).replaceAll(/[&<>\r]/g, (character) => entities[character] ?? character);
}

function escapeAttribute(text: string): string {
  return checkedText(text).replaceAll(/[&<>"\r\n\t]/g, (character) => entities[character] ?? character);
}

function cdata(text: string): string {
  return `<![CDATA[${checkedText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
