import type { CodeSample } from '@brrt/dashboard';
import { jsonText } from '../../emit/code-text.ts';
import { describeWebSocket } from './describe-web-socket.ts';
import { clientSample } from './sample-client.ts';
import { quoted } from './sample-curl.ts';
import { type SampledCall, statedHeaders, variableOf } from './sampled-call.ts';
import { variableMark, withVariables } from './with-variables.ts';

/** What opens a WebSocket with the credentials, parameters and subprotocols of the request. */
export function webSocketSamples(call: SampledCall): readonly CodeSample[] {
  return [
    { language: 'wscat', text: wscatSample(call) },
    { language: 'websocket', text: programSample(call) },
    { language: 'client', text: clientSample(call) },
  ];
}

function wscatSample(call: SampledCall): string {
  const { url, headers, subprotocols } = handshakeOf(call);
  const options = [
    `--connect ${quoted(url)}`,
    ...headers.map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`),
    ...subprotocols.map((name) => `--subprotocol ${quoted(name)}`),
    // Services in development sign their certificates themselves.
    ...(url.startsWith('wss:') ? ['--no-check'] : []),
  ];
  return ['npx wscat', ...options].join(' \\\n  ');
}

function programSample(call: SampledCall): string {
  const { url, headers, subprotocols } = handshakeOf(call);
  const lines = headers.map(([name, value]) => `    ${jsonText(name)}: ${withVariables(value)},\n`);
  const options = [
    ...(subprotocols.length === 0 ? [] : [`  protocols: [${subprotocols.map(jsonText).join(', ')}],\n`]),
    ...(lines.length === 0 ? [] : [`  headers: {\n${lines.join('')}  },\n`]),
  ];
  const message = firstMessage(call);
  return [
    `const socket = new WebSocket(${withVariables(url)}${options.length === 0 ? '' : `, {\n${options.join('')}}`});\n`,
    "socket.addEventListener('message', ({ data }) => console.log(data));\n",
    "socket.addEventListener('close', ({ code, reason }) => console.log(code, reason));\n",
    ...(message === undefined ? [] : [`socket.addEventListener('open', () => socket.send(${jsonText(message)}));\n`]),
  ].join('');
}

function handshakeOf({ operation, loaded, message, origin }: SampledCall) {
  const { target, headers } = message.withSecrets(
    (credential) => `${variableMark}${variableOf(loaded, credential)}${variableMark}`,
  );
  return {
    url: origin + target,
    headers: statedHeaders(headers).filter(([name]) => name !== 'Accept'),
    subprotocols: operation.webSocket?.subprotocols ?? [],
  };
}

/** One that the service takes. */
function firstMessage({ operation, loaded }: SampledCall): string | undefined {
  const [example] = describeWebSocket(operation, loaded)?.receive.content?.examples ?? [];
  return example === undefined ? undefined : JSON.stringify(example.value);
}
