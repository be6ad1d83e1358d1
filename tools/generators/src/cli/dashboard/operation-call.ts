import type { CallRequest, OperationCall, PreparedCall } from '@brrt/dashboard';
import { compileBodyReader } from '@brrt/router-core/body';
import { compileParams } from '@brrt/router-core/params';
import type { Operation } from '@brrt/service-model';
import { compileAnswerCheck } from './check-answer.ts';
import { compileWebSocketCheck } from './check-messages.ts';
import { checkRequest } from './check-request.ts';
import { codeSamples } from './code-samples.ts';
import { encodeCallBody } from './encode-call-body.ts';
import { compileValues } from './encode-values.ts';
import type { ClientCertificate } from './find-client-certificate.ts';
import type { LoadedContract } from './loaded-contract.ts';
import { placeCredentials } from './place-credentials.ts';
import { refuseMock } from './refuse-mock.ts';
import { writeMessage } from './write-message.ts';

/** One operation, ready to be called from the console. What the contract decides about it is decided once. */
export function createOperationCall(operation: Operation, loaded: LoadedContract): OperationCall {
  const { model, schemas } = loaded;
  const encodeValues = compileValues(operation, model);
  const check = compileAnswerCheck(operation, loaded);
  const certificateFor = async ({ credentials }: CallRequest): Promise<ClientCertificate | undefined> => {
    const isAsked = credentials.some(({ scheme }) => model.securitySchemes[scheme]?.type === 'mutualTLS');
    return isAsked ? loaded.certificate() : undefined;
  };
  return {
    webSocket: compileWebSocketCheck(operation, loaded),
    async prepare(request: CallRequest): Promise<PreparedCall> {
      const config = await loaded.config();
      const values = encodeValues(request);
      const body = await encodeCallBody(request.body, operation, model);
      const credentials = placeCredentials(request.credentials, model, {
        credentials: config?.security.development ?? {},
        certificate: await certificateFor(request),
      });
      const message = writeMessage({ operation, request, values, body, credentials });
      const found = await checkRequest(message, values, {
        params: compileParams(operation, model, schemas, { strictQuery: config?.http.strictQuery ?? false }),
        body: compileBodyReader(operation, model, schemas, { maxBytes: config?.http.maxBodyBytes }),
      });
      return {
        violations: [
          ...values.violations,
          ...body.violations,
          ...credentials.violations,
          ...message.violations,
          ...found,
        ],
        message: message.sent,
        shown: message.shown,
        samples: (origin) => codeSamples({ operation, request, loaded, message, origin }),
      };
    },
    check,
    refuseMock: (state) => refuseMock(state, operation, loaded),
  };
}
