import { RequestValidationError } from '../../errors/request-errors.ts';
import type { JsonLimits } from '../scan-json.ts';
import { decodeElement, isNamed } from './decode-element.ts';
import { parseDocument } from './parse-document.ts';
import type { XmlShape } from './xml-shape.ts';

/**
 * The text of an XML document as the value that its schema describes. Loaded when a contract has XML: it brings a parser.
 * @throws MalformedRequestError when it is not well-formed
 * @throws RequestValidationError when its root is another element
 */
export function decodeXml(text: string, shape: XmlShape, limits: JsonLimits): unknown {
  const root = parseDocument(text, limits);
  if (isNamed(root, shape)) return decodeElement(root, shape);
  const namespace = shape.namespace === undefined ? '' : ` in the namespace ${shape.namespace}`;
  const detail = `the root element has to be ${shape.name}${namespace}`;
  throw new RequestValidationError([{ in: 'body', pointer: '', keyword: 'xml', detail }]);
}
