import { parseXml, type XmlElement, XmlError } from '@rgrove/parse-xml';
import { MalformedRequestError } from '../../errors/request-errors.ts';
import type { JsonLimits } from '../scan-json.ts';

/** An element with its names resolved (Namespaces in XML 1.0). */
export interface Element {
  readonly name: string;
  /** '' for none. */
  readonly namespace: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Element[];
  /** All character data that stands directly in it. */
  readonly text: string;
}

export interface Attribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/**
 * A text as the root element of an XML document, strictly: no document type, so neither entities of its own nor anything from
 * outside, and within the bounds of JSON bodies (depth of elements, children of one element).
 * @throws MalformedRequestError with line and column, never with what stands there
 */
export function parseDocument(text: string, limits: JsonLimits): Element {
  checkMarkup(text, limits);
  try {
    const { root } = parseXml(text);
    if (root === null) throw malformed('The body has no XML element', text, 0);
    return resolveNames(root, {
      prefixes: { declared: new Map([['xml', xmlNamespace]]), outer: undefined },
      limits,
      text,
    });
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const at = `line ${error.line}, column ${error.column}`;
    throw new MalformedRequestError(`The body is not well-formed XML at offset ${error.pos} (${at})`);
  }
}

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

const opaque: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

// Before anything is built: how deep elements nest, and that there is no document type.
function checkMarkup(text: string, { maxDepth }: JsonLimits): void {
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skipped = opaque.find(([start]) => text.startsWith(start, at));
    if (skipped !== undefined) {
      const end = text.indexOf(skipped[1], at + skipped[0].length);
      if (end < 0) return;
      at = end + skipped[1].length;
      continue;
    }
    if (text.startsWith('<!', at)) throw malformed('The body has a document type, which is refused,', text, at);
    const end = endOfTag(text, at);
    if (text[at + 1] === '/') depth--;
    else if (text[end - 1] !== '/') depth++;
    if (depth > maxDepth) throw malformed(`The body nests deeper than ${maxDepth} elements`, text, at);
    at = end;
  }
}

// `>` may stand in the value of an attribute.
function endOfTag(text: string, from: number): number {
  let quote: string | undefined;
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return text.length;
}

/** What one element declares, and what holds around it: a copy of all that is known would be made anew for each child. */
interface Prefixes {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer: Prefixes | undefined;
}

interface Scope {
  readonly prefixes: Prefixes;
  readonly limits: JsonLimits;
  readonly text: string;
}

function resolveNames(element: XmlElement, outer: Scope): Element {
  const { limits, text } = outer;
  if (element.children.length > limits.maxKeys * 2 + 1)
    throw malformed(`An element has more than ${limits.maxKeys} children`, text, element.start);
  if (Object.keys(element.attributes).length > limits.maxKeys)
    throw malformed(`An element has more than ${limits.maxKeys} attributes`, text, element.start);
  const prefixes = declarePrefixes(element, outer.prefixes);
  const scope: Scope = { prefixes, limits, text };
  const resolve = (name: string, byDefault: string): Pick<Element, 'name' | 'namespace'> => {
    const [prefix = '', local, ...rest] = name.split(':', 3);
    if (local === undefined) return { name, namespace: byDefault };
    const namespace = namespaceOf(prefix, prefixes);
    if (namespace === undefined || rest.length > 0 || local === '')
      throw malformed('A name has a prefix without a namespace', text, element.start);
    return { name: local, namespace };
  };
  const attributes = Object.entries(element.attributes).filter(([name]) => !/^xmlns(:|$)/.test(name));
  const children: Element[] = [];
  let content = '';
  for (const child of element.children) {
    if ('attributes' in child) children.push(resolveNames(child as XmlElement, scope));
    else if (child.type === 'text' || child.type === 'cdata') content += (child as { readonly text: string }).text;
  }
  return {
    ...resolve(element.name, namespaceOf('', prefixes) ?? ''),
    // An attribute without a prefix is in no namespace (§6.2).
    attributes: attributes.map(([name, value]) => ({ ...resolve(name, ''), value })),
    children,
    text: content,
  };
}

function declarePrefixes(element: XmlElement, outer: Prefixes): Prefixes {
  const declared = Object.entries(element.attributes).filter(([name]) => /^xmlns(:|$)/.test(name));
  if (declared.length === 0) return outer;
  return { declared: new Map(declared.map(([name, value]) => [name.slice('xmlns:'.length), value])), outer };
}

function namespaceOf(prefix: string, { declared, outer }: Prefixes): string | undefined {
  return declared.get(prefix) ?? (outer === undefined ? undefined : namespaceOf(prefix, outer));
}

function malformed(message: string, text: string, offset: number): MalformedRequestError {
  const before = text.slice(0, Math.max(0, offset)).split('\n');
  const at = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  return new MalformedRequestError(`${message} at offset ${Math.max(0, offset)} (${at})`);
}
