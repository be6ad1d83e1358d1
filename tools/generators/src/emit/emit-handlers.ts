import type { Operation, ServiceModel } from '@brrt/service-model';
import { commentText, docComment, pascalCase, withoutTrailingBlanks } from './code-text.ts';
import { emitCallbacks, emitWebhooks } from './emit-callbacks.ts';
import { emitLinks } from './emit-links.ts';
import { emitRequest } from './emit-request.ts';
import { emitResponse } from './emit-response.ts';
import { emitWebSocket, socketTypeName } from './emit-web-socket.ts';
import { generatedHeader } from './generated-header.ts';
import { operationLabel } from './operation-label.ts';
import type { SchemaTypes } from './schema-types.ts';
import { statusTypes } from './status-types.ts';
import { type BodyTypeName, bodyTypeNames, type UsedNames, usedNames } from './used-names.ts';

/** `handlers.gen.ts`: request and response of every operation, `Handlers`, which names them all, and what else is exchanged. */
export function emitHandlers(model: ServiceModel, types: SchemaTypes): string {
  const statuses = statusTypes();
  const names = usedNames<BodyTypeName>();
  const context = { schemas: model.schemas, types, names, statuses };
  const messages = model.operations.map((operation) => {
    const comment = docComment(operationComment(operation));
    const answer =
      operation.webSocket === undefined
        ? emitResponse(operation, context)
        : emitWebSocket(operation, 'service', context);
    return `${comment}${emitRequest(operation, context)}\n${answer}\n`;
  });
  const handlers = emitRegistryType(model.operations);
  const others = [
    emitCallbacks(model.operations, context),
    emitWebhooks(model.webhooks, context),
    emitLinks(withResponses(model), { statuses, all: model.operations, messages: handlerMessages }),
  ];
  const code = [
    ...messages,
    statuses.declarations(),
    handlers,
    ...others.map((text) => (text === '' ? '' : `\n${text}`)),
  ];
  return withoutTrailingBlanks(`${generatedHeader}${imports(model, names, types)}${code.join('')}`);
}

/** What a WebSocket answers has no type: its links would have none to speak of. */
function withResponses({ operations }: ServiceModel): readonly Operation[] {
  return operations.filter(({ webSocket }) => webSocket === undefined);
}

function emitRegistryType(operations: readonly Operation[]): string {
  // The parameter stays, for whoever names the type.
  if (operations.length === 0) {
    return '/** The contract has no operations. */\nexport type Handlers<_Context> = Record<never, never>;\n';
  }
  return `/** By operation; \`fromContract\` answers from the examples of the contract until a handler is written. */
export type Handlers<Context> = {
${operations.map(handlerMember).join('')}};
`;
}

const handlerMessages = [
  ['request', 'Request'],
  ['response', 'Response'],
] as const;

function operationComment(operation: Operation): readonly string[] {
  const { summary, deprecated } = operation;
  const title = `${operationLabel(operation)}${summary === undefined ? '' : ` ${commentText(summary)}`}`;
  return [title, ...(deprecated ? ['@deprecated'] : [])];
}

function handlerMember(operation: Operation): string {
  const name = pascalCase(operation.name);
  const comment = docComment(operationComment(operation), '  ');
  const markers = operation.passThrough === undefined ? 'FromContract' : 'FromContract | PassThrough';
  const handler =
    operation.webSocket === undefined
      ? `Handler<${name}Request, ${name}Response, Context>`
      : `WebSocketHandler<${name}Request, ${socketTypeName(operation)}, Context>`;
  return `${comment}  readonly ${operation.name}: ${handler} | ${markers};\n`;
}

function imports({ operations }: ServiceModel, names: UsedNames<BodyTypeName>, types: SchemaTypes): string {
  const used = bodyTypeNames.filter((name) => names.has(name));
  const passed = operations.some(({ passThrough }) => passThrough !== undefined) ? ['PassThrough'] : [];
  const handlers = operations.map(({ webSocket }) => (webSocket === undefined ? 'Handler' : 'WebSocketHandler'));
  const registry = operations.length === 0 ? [] : ['FromContract', ...new Set(handlers)];
  const all = [...registry, ...passed, ...used].sort();
  const ports = all.length === 0 ? '' : `import type { ${all.join(', ')} } from '@brrt/router-core/ports';\n`;
  const schemas = types.mentionsDeclarations() ? "import type * as schemas from './types.gen.ts';\n" : '';
  return ports === '' && schemas === '' ? '' : `${ports}${schemas}\n`;
}
