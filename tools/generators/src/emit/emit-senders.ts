import type { Callback, Operation, ServiceModel } from '@brrt/service-model';
import { pascalCase, propertyName, stringLiteral, withoutTrailingBlanks } from './code-text.ts';
import { generatedHeader } from './generated-header.ts';

/** Where `emitSenders` goes, below the app. */
export const sendersFile = 'src/generated/webhooks.gen.ts';

/** Whether there is anything that a service sends on its own. */
export function hasSenders({ operations, webhooks }: Pick<ServiceModel, 'operations' | 'webhooks'>): boolean {
  return webhooks.length > 0 || operations.some(({ callbacks }) => callbacks.length > 0);
}

/** `webhooks.gen.ts`: the senders of a service's webhooks and callbacks, made at run time by `@brrt/webhooks`. */
export function emitSenders({ operations, webhooks }: ServiceModel): string {
  const calling = operations.filter(({ callbacks }) => callbacks.length > 0);
  const senders = [
    ...(calling.length > 0 ? ['CallbackSender'] : []),
    ...(webhooks.length > 0 ? ['WebhookSender'] : []),
  ];
  const messages = [
    ...(calling.length > 0 ? ['Callbacks'] : []),
    ...calling.flatMap(({ name }) => [`${pascalCase(name)}Request`, `${pascalCase(name)}Response`]),
    ...(webhooks.length > 0 ? ['Webhooks'] : []),
  ];
  return withoutTrailingBlanks(`${generatedHeader}import type { ${senders.join(', ')} } from '@brrt/webhooks';
import type {
${messages.map((name) => `  ${name},\n`).join('')}} from './handlers.gen.ts';

/** What the service sends on its own: give it to \`createWebhooks\` of \`@brrt/webhooks\`. */
export interface Senders {
  readonly webhooks: ${members(webhooks, '  ', (callback) => `WebhookSender<${requestOf('Webhooks', callback, webhooks)}>`)};
  /** By operation. */
  readonly callbacks: {
${calling.map(callbacksOf).join('')}  };
}
`);
}

function callbacksOf({ name, callbacks }: Operation): string {
  const type = pascalCase(name);
  const sender = (callback: Callback): string => {
    const request = requestOf(`Callbacks[${stringLiteral(name)}]`, callback, callbacks);
    return `CallbackSender<${request}, ${type}Request, ${type}Response>`;
  };
  return `    readonly ${propertyName(name)}: ${members(callbacks, '    ', sender)};\n`;
}

/** By name; where a name stands for several requests, by method and expression below it. */
function members(callbacks: readonly Callback[], indent: string, sender: (callback: Callback) => string): string {
  const named = Map.groupBy(callbacks, ({ name }) => name);
  const lines = [...named].map(([name, requests]) => {
    const [only] = requests;
    const several = requests.map((each) => `${indent}    readonly ${propertyName(keyOf(each))}: ${sender(each)};\n`);
    const value = only !== undefined && requests.length === 1 ? sender(only) : `{\n${several.join('')}${indent}  }`;
    return `${indent}  readonly ${propertyName(name)}: ${value};\n`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

/** As `createSenders` names them. */
function keyOf({ method, expression }: Callback): string {
  return `${method} ${expression}`.trim();
}

function requestOf(exchanges: string, callback: Callback, all: readonly Callback[]): string {
  const named = `${exchanges}[${stringLiteral(callback.name)}]`;
  if (all.filter(({ name }) => name === callback.name).length === 1) return `${named}["request"]`;
  const { method, expression } = callback;
  const place = expression === '' ? '' : `; readonly expression: ${stringLiteral(expression)}`;
  return `Extract<${named}, { readonly method: ${stringLiteral(method)}${place} }>["request"]`;
}
