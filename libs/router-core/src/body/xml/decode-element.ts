import type { ValueShape } from '../../params/index.ts';
import type { Attribute, Element } from './parse-document.ts';
import type { XmlShape } from './xml-shape.ts';

const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * An element as the value that its schema describes. Nothing is lost: attributes, elements and text that the schema does not
 * name become properties, which a closed schema refuses.
 */
export function decodeElement(element: Element, shape: XmlShape): unknown {
  if (isNil(element)) return null;
  if (shape.kind === 'array') return decodeItems(element, shape);
  if (shape.kind === 'object') return decodeObject(element, shape);
  return isPlainText(element) ? shape.coerce(element.text) : decodeOther(element, undefined);
}

/** Whether an element or attribute is the one that a shape names; a shape without a namespace takes any. */
export function isNamed({ name, namespace }: Pick<Element, 'name' | 'namespace'>, shape: XmlShape): boolean {
  if (shape.name !== undefined && shape.name !== name) return false;
  return shape.namespace === undefined || shape.namespace === namespace;
}

// XML Schema 1.1 Part 1 §2.7.2
function isNil({ attributes }: Element): boolean {
  return attributes.some(
    ({ name, namespace, value }) => namespace === instanceNamespace && name === 'nil' && /^(true|1)$/.test(value),
  );
}

function isPlainText({ children, attributes }: Element): boolean {
  return children.length === 0 && attributes.every(({ namespace }) => namespace === instanceNamespace);
}

function decodeItems({ children }: Element, shape: XmlShape): unknown {
  const items = shape.items();
  return children.map((child) => decodeElement(child, items));
}

function decodeObject(element: Element, shape: XmlShape): unknown {
  const members = new Map<string, unknown>();
  const rest = new Set<Element | Attribute>([...element.attributes, ...element.children]);
  let hasText = false;
  for (const { property, shape: shapeOfProperty } of shape.properties) {
    const inner = shapeOfProperty();
    if (inner.nodeType === 'text' || inner.nodeType === 'cdata') {
      hasText = true;
      if (element.text !== '' || element.children.length === 0) members.set(property, inner.coerce(element.text));
      continue;
    }
    const found = takeMembers(element, inner, rest);
    if (found.length > 0) members.set(property, decodeMember(found, inner));
  }
  addOthers(rest, shape, members);
  if (!hasText && element.text.trim() !== '') members.set('#text', element.text);
  return Object.fromEntries(members);
}

/** The attributes or elements of a property, which are no other property's then. */
function takeMembers(
  element: Element,
  shape: XmlShape,
  rest: Set<Element | Attribute>,
): readonly (Element | Attribute)[] {
  const wanted = shape.kind === 'array' && shape.nodeType === 'none' ? shape.items() : shape;
  const candidates = shape.nodeType === 'attribute' ? element.attributes : element.children;
  const found = candidates.filter((candidate) => rest.has(candidate) && isNamed(candidate, wanted));
  for (const each of found) rest.delete(each);
  return found;
}

function decodeMember(found: readonly (Element | Attribute)[], shape: XmlShape): unknown {
  const values = found.map((each) => {
    if ('value' in each) return shape.coerce(each.value);
    return decodeElement(each, shape.kind === 'array' && shape.nodeType === 'none' ? shape.items() : shape);
  });
  if (shape.kind === 'array' && shape.nodeType === 'none') return values;
  // More than one where one is meant: the schema has to refuse it.
  return values.length === 1 ? values[0] : values;
}

function addOthers(rest: Iterable<Element | Attribute>, shape: XmlShape, members: Map<string, unknown>): void {
  const others = new Map<string, unknown[]>();
  for (const each of rest) {
    if ('value' in each && each.namespace === instanceNamespace) continue;
    const before = others.get(each.name) ?? [];
    const other = shape.other(each.name);
    const own = other?.kind === 'array' ? other.items(before.length) : other;
    const value = 'value' in each ? (own?.coerce(each.value) ?? each.value) : decodeOther(each, own);
    before.push(value);
    others.set(each.name, before);
  }
  for (const [name, values] of others) {
    const known = members.has(name) ? [members.get(name)] : [];
    const all = [...known, ...values];
    members.set(name, all.length === 1 && shape.other(name)?.kind !== 'array' ? all[0] : all);
  }
}

/** What no XML Object describes: text, or an object of its attributes and elements. */
function decodeOther(element: Element, shape: ValueShape | undefined): unknown {
  if (isNil(element)) return null;
  const isObject = shape?.kind === 'object' && element.text.trim() === '';
  if (isPlainText(element) && !isObject) return shape?.coerce(element.text) ?? element.text;
  const members = new Map<string, unknown>();
  for (const { name, namespace, value } of element.attributes)
    if (namespace !== instanceNamespace) members.set(name, shape?.property(name)?.coerce(value) ?? value);
  const lists = new Map<string, unknown[]>();
  for (const child of element.children) {
    const before = lists.get(child.name) ?? [];
    const own = shape?.property(child.name);
    before.push(decodeOther(child, own?.kind === 'array' ? own.items(before.length) : own));
    lists.set(child.name, before);
  }
  for (const [name, values] of lists) {
    const isOne = values.length === 1 && !members.has(name) && shape?.property(name)?.kind !== 'array';
    members.set(name, isOne ? values[0] : members.has(name) ? [members.get(name), ...values] : values);
  }
  if (element.text.trim() !== '') members.set('#text', element.text);
  return Object.fromEntries(members);
}
