import { type SampledCall, statedHeaders, variableOf } from './sampled-call.ts';

/** A command line for a POSIX shell. Nothing of a contract or of a page is ever run: all of it is quoted. */
export function curlSample({ message, loaded, origin }: SampledCall): string {
  const open = '\u{f8ff}';
  const { target, headers } = message.withSecrets((credential) => `${open}${variableOf(loaded, credential)}${open}`);
  const quoted = (text: string): string => quote(text.split(open));
  const { method } = message.sent;
  const { octets, text } = message.body;
  const options = [
    ...(method === 'GET' && octets === undefined ? [] : [`-X ${quoted(method)}`]),
    ...statedHeaders(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(octets === undefined ? [] : [text === undefined ? '--data-binary @-' : `--data-raw ${quoted(text)}`]),
  ];
  // `--globoff`: brackets and braces of a URL mean themselves.
  const command = ['curl -sS --globoff --path-as-is', ...options, quoted(origin + target)].join(' \\\n  ');
  if (octets === undefined || text !== undefined) return command;
  return `printf %s ${quoted(Buffer.from(octets).toString('base64'))} | base64 -d | ${command}`;
}

/** Texts and names of variables in turn: the former in single quotes, where nothing means anything, the latter in double ones. */
function quote(pieces: readonly string[]): string {
  const words = pieces.flatMap((piece, index) => {
    if (index % 2 === 1) return [`"$${piece}"`];
    return piece === '' ? [] : [single(piece)];
  });
  return words.length === 0 ? "''" : words.join('');
}

function single(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
