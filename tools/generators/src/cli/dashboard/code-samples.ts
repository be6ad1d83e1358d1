import type { CodeSample } from '@brrt/dashboard';
import { jsonText } from '../../emit/code-text.ts';
import { clientSample } from './sample-client.ts';
import { curlSample } from './sample-curl.ts';
import { webSocketSamples } from './sample-web-socket.ts';
import { type SampledCall, statedHeaders, variableOf } from './sampled-call.ts';
import { variableMark, withVariables } from './with-variables.ts';
import type { WrittenMessage } from './write-message.ts';

/** The same call for other tools. Credentials are names of environment variables. */
export function codeSamples(call: SampledCall): readonly CodeSample[] {
  if (call.operation.webSocket !== undefined) return webSocketSamples(call);
  return [
    { language: 'curl', text: curlSample(call) },
    { language: 'fetch', text: fetchSample(call) },
    { language: 'client', text: clientSample(call) },
    { language: 'http', text: httpSample(call) },
  ];
}

function fetchSample({ message, loaded, origin }: SampledCall): string {
  const { target, headers } = message.withSecrets(
    (credential) => `${variableMark}${variableOf(loaded, credential)}${variableMark}`,
  );
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

function httpSample({ message, loaded, origin }: SampledCall): string {
  const { target, headers } = message.withSecrets((credential) => `$${variableOf(loaded, credential)}`);
  const { octets, text } = message.body;
  const lines = [`${message.sent.method} ${target} HTTP/1.1`, `Host: ${new URL(origin).host}`];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const content = octets === undefined ? '' : (text ?? `<${octets.length} octets>`);
  return `${lines.join('\r\n')}\r\n\r\n${content}`;
}
