import type { Operation, ServiceModel } from '@brrt/service-model';
import { commentText, docComment, pascalCase } from './code-text.ts';
import { emitRequest } from './emit-request.ts';
import { emitResponse } from './emit-response.ts';
import { generatedHeader } from './generated-header.ts';
import { operationLabel } from './operation-label.ts';
import type { SchemaTypes } from './schema-types.ts';
import { statusTypes } from './status-types.ts';
import { type BodyTypeName, type UsedNames, usedNames } from './used-names.ts';

/** `handlers.gen.ts`: request and response of every operation, and `Handlers`, which names them all. */
export function emitHandlers(model: ServiceModel, types: SchemaTypes): string {
  if (model.operations.length === 0) return `${generatedHeader}${noHandlers}`;
  const statuses = statusTypes();
  const names = usedNames<BodyTypeName>();
  const context = { schemas: model.schemas, types, names, statuses };
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
  return `${generatedHeader}${imports(names, types)}\n${code}`;
}

// The parameter stays, for whoever names the type.
const noHandlers = `/** The contract has no operations. */
export type Handlers<_Context> = Record<never, never>;
`;

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

function imports(names: UsedNames<BodyTypeName>, types: SchemaTypes): string {
  const optional = (['BinaryBody', 'HandlerResult', 'OctetStream', 'ServerSentEvent', 'UploadedFile'] as const).filter(
    (name) => names.has(name),
  );
  const schemas = types.mentionsDeclarations() ? "import type * as schemas from './types.gen.ts';\n" : '';
  return `import type { ${['FromContract', 'Handler', ...optional].sort().join(', ')} } from '@brrt/router-core/ports';\n${schemas}`;
}
