export { decodeXml } from './decode-xml.ts';
export { encodeXml } from './encode-xml.ts';
export { rootShape, type XmlShape } from './xml-shape.ts';
