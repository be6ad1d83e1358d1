import { type SampledCall, statedHeaders, variableOf } from './sampled-call.ts';
import { variableMark } from './with-variables.ts';

/** A command line for a POSIX shell. Nothing of a contract or of a page is ever run: all of it is quoted. */
export function curlSample({ message, loaded, origin }: SampledCall): string {
  const { target, headers } = message.withSecrets(
    (credential) => `${variableMark}${variableOf(loaded, credential)}${variableMark}`,
  );
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

/** Texts in single quotes, where nothing means anything; variables of `withSecrets` in double ones. */
export function quoted(text: string): string {
  const words = text.split(variableMark).flatMap((piece, index) => {
    if (index % 2 === 1) return [`"$${piece}"`];
    return piece === '' ? [] : [single(piece)];
  });
  return words.length === 0 ? "''" : words.join('');
}

function single(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
