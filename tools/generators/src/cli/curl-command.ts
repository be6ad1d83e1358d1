import type { GeneratedRequest } from '@brrt/router-core/examples';
import { quoteWord } from '@brrt/service-model';

/** More octets make no line that anybody reads. */
const mostOctets = 2_048;

/** The command line that sends a request, for a POSIX shell. Undefined: its body is too many octets. */
export function curlCommand({ method, target, headers, body }: GeneratedRequest, url: string): string | undefined {
  const isText = body === undefined || typeof body === 'string';
  if (!isText && body.length > mostOctets) return undefined;
  const options = method === 'GET' ? [] : [`-X ${quoteWord(method)}`];
  for (let index = 0; index < headers.length; index += 2) {
    options.push(`-H ${quoteWord(headerField(headers[index] ?? '', headers[index + 1] ?? ''))}`);
  }
  if (body !== undefined) options.push(isText ? `--data-raw ${quoteWord(body)}` : '--data-binary @-');
  const command = ['curl -s', ...options, quoteWord(url + target)].join(' ');
  return isText ? command : `printf ${quoteWord(octalText(body))} | ${command}`;
}

/** Octets as `printf` of every shell writes them; a dash at the start would be an option. */
function octalText(octets: Uint8Array): string {
  const isPlain = (octet: number): boolean => octet >= 0x20 && octet < 0x7f && octet !== 0x25 && octet !== 0x5c;
  return Array.from(octets, (octet, at) =>
    isPlain(octet) && !(at === 0 && octet === 0x2d)
      ? String.fromCharCode(octet)
      : `\\${octet.toString(8).padStart(3, '0')}`,
  ).join('');
}

/** curl leaves out a field without a value, unless a semicolon ends its name. */
function headerField(name: string, value: string): string {
  return value.trim() === '' ? `${canonicalName(name)};` : `${canonicalName(name)}: ${value}`;
}

/** As people write it: `X-Api-Key`. */
function canonicalName(name: string): string {
  return name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}
