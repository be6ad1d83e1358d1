import type { Operation, ServiceModel } from '@brrt/service-model';
import { commentText, docComment, pascalCase } from './code-text.ts';
import { emitRequest } from './emit-request.ts';
import { emitResponse } from './emit-response.ts';
import { generatedHeader } from './generated-header.ts';
import { operationLabel } from './operation-label.ts';
import type { SchemaTypes } from './schema-types.ts';
import { statusTypes } from './status-types.ts';

/** `handlers.gen.ts`: request and response of every operation, and `Handlers`, which names them all. */
export function emitHandlers(model: ServiceModel, types: SchemaTypes): string {
  const statuses = statusTypes();
  const context = { schemas: model.schemas, types, statuses };
  const messages = model.operations.map((operation) => {
    const comment = docComment(operationComment(operation));
    return `${comment}${emitRequest(operation, context)}\n${emitResponse(operation, context)}`;
  });
  const members = model.operations.map(handlerMember);
  const handlers = `/** By operation; \`fromContract\` answers from the examples of the contract until a handler is written. */
export type Handlers<Context> = {
${members.join('')}};
`;
  const code = `${messages.join('\n')}\n${statuses.declarations()}${handlers}`;
  return `${generatedHeader}${imports(code)}\n${eventType(code)}${code}`;
}

function operationComment(operation: Operation): readonly string[] {
  const { summary, deprecated } = operation;
  const title = `${operationLabel(operation)}${summary === undefined ? '' : ` ${commentText(summary)}`}`;
  return [title, ...(deprecated ? ['@deprecated'] : [])];
}

function handlerMember(operation: Operation): string {
  const name = pascalCase(operation.name);
  const comment = docComment(operationComment(operation), '  ');
  return `${comment}  readonly ${operation.name}: Handler<${name}Request, ${name}Response, Context> | FromContract;\n`;
}

function imports(code: string): string {
  const ports = ['BinaryBody', 'FromContract', 'Handler', 'HandlerResult', 'UploadedFile'];
  const used = ports.filter(
    (name) => new RegExp(`(?<![\\w.])${name}\\b`).test(code) || name === 'FromContract' || name === 'Handler',
  );
  const types = code.includes('components["schemas"]') ? "import type { components } from './types.gen.ts';\n" : '';
  return `import type { ${used.join(', ')} } from '@brrt/router-core/ports';\n${types}`;
}

function eventType(code: string): string {
  if (!/\bServerSentEvent\b/.test(code)) return '';
  return `interface ServerSentEvent {
  readonly data: unknown;
  readonly event?: string;
  readonly id?: string;
  readonly retry?: number;
}

`;
}
