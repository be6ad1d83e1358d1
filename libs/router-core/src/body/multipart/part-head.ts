import { isUtf8 } from 'node:buffer';
import { MalformedRequestError } from '../../errors/request-errors.ts';
import { type ParsedMediaType, parseMediaType } from '../media-type.ts';
import { cleanFilename } from './clean-filename.ts';

/** What the header of a part says (RFC 2046 §5.1, RFC 7578 §4). */
export interface PartHead {
  /** Undefined where the part has no name. */
  readonly name: string | undefined;
  /** Last segment of what is claimed; undefined where nothing of it is left. */
  readonly filename: string | undefined;
  /** The part says that it is a file, whatever it calls it. */
  readonly isFile: boolean;
  /** Undefined where the part states none. */
  readonly contentType: ParsedMediaType | undefined;
  /** By lower-case name. No prototype. */
  readonly headers: Readonly<Record<string, string>>;
}

const mostFields = 32;
// RFC 9110 §5.1, §5.5: a token, then visible octets, blanks and tabs; UTF-8 as RFC 7578 §5.1.2 has it.
const fieldPattern = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*((?:\t|\P{Cc})*)$/u;

/** @throws MalformedRequestError for anything but well-formed fields, each there once */
export function parsePartHead(octets: Buffer, maxNameBytes: number): PartHead {
  const headers: Record<string, string> = Object.create(null);
  const lines = octets.length === 0 ? [] : decodeHead(octets).split('\r\n');
  if (lines.length > mostFields) throw malformed();
  for (const line of lines) {
    const [, name, value] = fieldPattern.exec(line) ?? [];
    if (name === undefined || value === undefined || name.toLowerCase() in headers) throw malformed();
    headers[name.toLowerCase()] = value.trimEnd();
  }
  const written = headers['content-type'];
  const contentType = written === undefined ? undefined : parseMediaType(written);
  if (written !== undefined && contentType === undefined) throw malformed();
  const disposition = parseDisposition(headers['content-disposition']);
  if (disposition.name !== undefined && Buffer.byteLength(disposition.name) > maxNameBytes) {
    throw new MalformedRequestError(`The name of a field is longer than ${maxNameBytes} octets`);
  }
  return { contentType, headers, ...disposition };
}

function decodeHead(octets: Buffer): string {
  if (!isUtf8(octets)) throw malformed();
  return octets.toString('utf8');
}

function malformed(): MalformedRequestError {
  return new MalformedRequestError('The header of a part of the multipart body is malformed');
}

const parameterPattern = /;[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))[ \t]*/y;

/** RFC 7578 §4.2 with what clients make of it: quotes are escaped, or a backslash belongs to a path of Windows. */
function parseDisposition(text: string | undefined): Pick<PartHead, 'name' | 'filename' | 'isFile'> {
  if (text === undefined) return { name: undefined, filename: undefined, isFile: false };
  const parameters = new Map<string, string>();
  parameterPattern.lastIndex = /^[^;]*/.exec(text)?.[0].length ?? 0;
  let end = parameterPattern.lastIndex;
  for (let match = parameterPattern.exec(text); match !== null; match = parameterPattern.exec(text)) {
    end = parameterPattern.lastIndex;
    const [, name = '', quoted, token] = match;
    if (parameters.has(name.toLowerCase())) throw malformed();
    parameters.set(name.toLowerCase(), quoted === undefined ? (token ?? '') : quoted.replace(/\\(["\\])/g, '$1'));
  }
  if (!/^[ \t;]*$/.test(text.slice(end))) throw malformed();
  const extended = parameters.get('filename*');
  const claimed = (extended === undefined ? undefined : decodeExtended(extended)) ?? parameters.get('filename');
  return {
    name: parameters.get('name'),
    filename: cleanFilename(claimed),
    isFile: claimed !== undefined,
  };
}

/** RFC 8187 §3.2: not to be sent in form data, and sent all the same. */
function decodeExtended(text: string): string | undefined {
  const [, charset, value] =
    /^(utf-8|iso-8859-1)'[^']*'((?:[!#$&+.^_`|~0-9A-Za-z-]|%[0-9A-Fa-f]{2})*)$/i.exec(text) ?? [];
  if (charset === undefined || value === undefined) return undefined;
  const octets = Buffer.from(decodeTriplets(value), 'latin1');
  if (charset.toLowerCase() === 'iso-8859-1') return octets.toString('latin1');
  return isUtf8(octets) ? octets.toString('utf8') : undefined;
}

function decodeTriplets(text: string): string {
  return text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
