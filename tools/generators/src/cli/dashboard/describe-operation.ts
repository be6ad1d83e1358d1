import type { BodyInfo, ContractOperation, ParameterInfo, ResponseInfo } from '@brrt/dashboard';
import { listParameterExamples } from '@brrt/router-core/examples';
import { requestBodyPlace, requestItemPlace, responseBodyPlace, responseItemPlace } from '@brrt/router-core/schema';
import type { Operation, Parameter, RequestBody, Response } from '@brrt/service-model';
import { contractOf } from '../app-folder.ts';
import { bundledSchema } from './bundle-schemas.ts';
import { describeContent, namedExample } from './describe-content.ts';
import { describeWebSocket } from './describe-web-socket.ts';
import type { HandlerFiles } from './find-handlers.ts';
import type { LoadedContract } from './loaded-contract.ts';

/** An operation as the console shows it, with values to begin with. */
export function describeOperation(
  operation: Operation,
  contract: LoadedContract,
  handlers: HandlerFiles,
): ContractOperation {
  const { summary, description, requestBody, source } = operation;
  const handlerFile = handlers.fileOf(operation);
  const webSocket = describeWebSocket(operation, contract);
  const isInContract = source.file === contractOf(contract.app);
  return {
    id: operation.id,
    method: operation.method,
    path: (operation.basePaths[0] ?? '') + operation.path,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    tags: operation.tags,
    deprecated: operation.deprecated,
    parameters: operation.parameters.map((parameter) => describeParameter(parameter, operation, contract)),
    ...(requestBody !== undefined && { body: describeBody(requestBody, operation, contract) }),
    responses: operation.responses.map((response) => describeResponse(response, operation, contract)),
    security: operation.security,
    ...(webSocket !== undefined && { webSocket }),
    implemented: handlers.isImplemented(operation),
    ...(handlerFile !== undefined && { handlerFile }),
    ...(isInContract && { line: source.line }),
  };
}

function describeParameter(
  parameter: Parameter,
  operation: Operation,
  { model, schemas }: LoadedContract,
): ParameterInfo {
  const { name, required, deprecated, description } = parameter;
  const examples = listParameterExamples(parameter, { operation, contract: model, schemas, seed: undefined });
  return {
    name,
    in: parameter.in,
    required,
    deprecated,
    ...(description !== undefined && { description }),
    schema: bundledSchema(parameter.content?.schema ?? parameter.schema),
    examples: examples.map(namedExample),
  };
}

function describeBody(
  { required, description, content }: RequestBody,
  operation: Operation,
  contract: LoadedContract,
): BodyInfo {
  return {
    required,
    ...(description !== undefined && { description }),
    content: content.map((media) =>
      describeContent(media, contract, {
        bodyPlace: requestBodyPlace(operation, media),
        itemPlace: requestItemPlace(operation, media),
      }),
    ),
  };
}

function describeResponse(response: Response, operation: Operation, contract: LoadedContract): ResponseInfo {
  const { status, description, content } = response;
  return {
    status,
    ...(description !== '' && { description }),
    content: content.map((media) =>
      describeContent(media, contract, {
        bodyPlace: responseBodyPlace(operation, response, media),
        itemPlace: responseItemPlace(operation, response, media),
      }),
    ),
  };
}
