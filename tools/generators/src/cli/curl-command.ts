import type { GeneratedRequest } from '@brrt/router-core/examples';

/** The command line that sends a request, for a POSIX shell. Undefined: its body is octets, which no line can show. */
export function curlCommand({ method, target, headers, body }: GeneratedRequest, url: string): string | undefined {
  if (body !== undefined && typeof body !== 'string') return undefined;
  const options = method === 'GET' ? [] : [`-X ${quote(method)}`];
  for (let index = 0; index < headers.length; index += 2) {
    options.push(`-H ${quote(`${canonicalName(headers[index] ?? '')}: ${headers[index + 1]}`)}`);
  }
  if (body !== undefined) options.push(`--data-raw ${quote(body)}`);
  return ['curl -s', ...options, quote(url + target)].join(' ');
}

/** As people write it: `X-Api-Key`. */
function canonicalName(name: string): string {
  return name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** Nothing of a contract is ever run. */
function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
