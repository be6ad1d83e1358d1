import type { CallBody, CallRequest, ParameterInfo } from '@brrt/dashboard';
import type { Operation } from '@brrt/service-model';
import { propertyName } from '../../emit/code-text.ts';
import { connectName } from '../../emit/emit-client.ts';
import { printLiteral } from './print-literal.ts';
import type { SampledCall } from './sampled-call.ts';

const fields: Readonly<Record<ParameterInfo['in'], string>> = {
  path: 'path',
  query: 'query',
  querystring: 'query',
  header: 'headers',
  cookie: 'cookies',
};

/** The call through the generated client, as a handler makes it. */
export function clientSample({ operation, request, loaded }: SampledCall): string {
  const service = loaded.app.name;
  const given = requestLiteral(operation, request);
  const argument = given === '' ? '' : `{\n${given}}`;
  const called = `await context.clients${memberOf(service)}.${operation.name}(${argument});\n`;
  const use =
    operation.webSocket === undefined
      ? [`const answer = ${called}`, 'if (answer.status === 200) console.log(answer.body);\n']
      : [`const socket = ${called}`, 'for await (const message of socket) console.log(message);\n'];
  return [
    `// npx nx g brrt:client ${service} --for <app>   then ${connectName(service)}(config) in its src/service.ts\n`,
    ...use,
  ].join('');
}

function memberOf(service: string): string {
  const name = propertyName(service);
  return name === service ? `.${name}` : `[${name}]`;
}

function requestLiteral({ requestBody }: Operation, { parameters, body }: CallRequest): string {
  const byField = new Map<string, Record<string, unknown>>();
  for (const [place, field] of Object.entries(fields)) {
    const values = parameters[place as ParameterInfo['in']]; // the keys of `fields`
    if (values !== undefined && Object.keys(values).length > 0)
      byField.set(field, { ...byField.get(field), ...values });
  }
  const lines = [...byField].map(([field, values]) => `  ${field}: ${printLiteral(values, '  ')},\n`);
  if (body === undefined) return lines.join('');
  const [first] = requestBody?.content ?? [];
  const contentType = first?.mediaType === body.mediaType ? [] : [`  contentType: ${printLiteral(body.mediaType)},\n`];
  return [...lines, ...contentType, `  body: ${bodyLiteral(body)},\n`].join('');
}

function bodyLiteral(body: CallBody): string {
  if ('base64' in body) return `Buffer.from(${printLiteral(body.base64)}, 'base64')`;
  if ('value' in body) return printLiteral(body.value, '  ');
  return isJson(body.text) ? body.text : printLiteral(body.text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
