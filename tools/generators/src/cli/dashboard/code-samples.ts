import type { CodeSample } from '@brrt/dashboard';
import { jsonText } from '../../emit/code-text.ts';
import { clientSample } from './sample-client.ts';
import { curlSample } from './sample-curl.ts';
import { type SampledCall, statedHeaders, variableOf } from './sampled-call.ts';
import type { WrittenMessage } from './write-message.ts';

/** The same call for other tools. Credentials are names of environment variables. */
export function codeSamples(call: SampledCall): readonly CodeSample[] {
  return [
    { language: 'curl', text: curlSample(call) },
    { language: 'fetch', text: fetchSample(call) },
    { language: 'client', text: clientSample(call) },
    { language: 'http', text: httpSample(call) },
  ];
}

// Stands where a variable goes; no contract and no page has it in a text.
const mark = '\u{f8ff}';

function fetchSample({ message, loaded, origin }: SampledCall): string {
  const { target, headers } = message.withSecrets((credential) => `${mark}${variableOf(loaded, credential)}${mark}`);
  const { method } = message.sent;
  const lines = statedHeaders(headers).map(([name, value]) => `    ${jsonText(name)}: ${withVariables(value)},\n`);
  const body = bodyExpression(message);
  return [
    `const response = await fetch(${withVariables(origin + target)}, {\n`,
    ...(method === 'GET' ? [] : [`  method: ${jsonText(method)},\n`]),
    ...(lines.length === 0 ? [] : [`  headers: {\n${lines.join('')}  },\n`]),
    ...(body === undefined ? [] : [`  body: ${body},\n`]),
    '});\n',
    'console.log(response.status, await response.text());\n',
  ].join('');
}

function bodyExpression({ body: { octets, text } }: WrittenMessage): string | undefined {
  if (octets === undefined) return undefined;
  if (text !== undefined) return jsonText(text);
  return `Buffer.from(${jsonText(Buffer.from(octets).toString('base64'))}, 'base64')`;
}

/** A literal; where variables are in the text, joined to them. */
function withVariables(text: string): string {
  const pieces = text.split(mark);
  const parts = pieces.flatMap((piece, index) => {
    if (index % 2 === 1) return [`process.env.${piece}`];
    return piece === '' ? [] : [jsonText(piece)];
  });
  return parts.length === 0 ? '""' : parts.join(' + ');
}

function httpSample({ message, loaded, origin }: SampledCall): string {
  const { target, headers } = message.withSecrets((credential) => `$${variableOf(loaded, credential)}`);
  const { octets, text } = message.body;
  const lines = [`${message.sent.method} ${target} HTTP/1.1`, `Host: ${new URL(origin).host}`];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const content = octets === undefined ? '' : (text ?? `<${octets.length} octets>`);
  return `${lines.join('\r\n')}\r\n\r\n${content}`;
}
