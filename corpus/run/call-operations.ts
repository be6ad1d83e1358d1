import { readConfig } from '@brrt/router-core/config';
import { createLiveSchemas } from '@brrt/router-core/schema';
import type { BrokenOperation, Operation, ReadResult, ServiceModel } from '@brrt/service-model';
import type { Failure, Skipped } from '../contract-run.ts';
import { createImpossibleParts, type ImpossibleParts } from '../judge/impossible-parts.ts';
import { createJudge, type Judge } from '../judge/judge-answer.ts';
import {
  buildRequests,
  type CallableContract,
  NoCredentialsError,
  NoRequestError,
  type RequestToSend,
} from '../request/build-requests.ts';
import { createSender, type Sender } from '../request/send-request.ts';
import type { GeneratedService } from './generate-service.ts';
import type { RunningService } from './start-service.ts';

export interface Calls {
  readonly count: number;
  readonly failures: readonly Failure[];
  readonly skipped: readonly Skipped[];
}

/** A contract, and where its parts were written. */
export interface ReadContract {
  readonly model: ServiceModel;
  readonly locate: ReadResult['locate'];
}

/** Calls every operation of a running service with valid requests and judges what it answers. */
export async function callOperations(
  { model, locate }: ReadContract,
  { app }: GeneratedService,
  service: RunningService,
): Promise<Calls> {
  const { security } = await readConfig({ directory: app.folder, env: {} });
  const contract: CallableContract = { model, schemas: createLiveSchemas(model), development: security.development };
  const caller: Caller = {
    judge: createJudge(model),
    impossible: createImpossibleParts(model, locate),
    service,
    sender: createSender(service.url),
  };
  const failures: Failure[] = [];
  const skipped: Skipped[] = [];
  let count = 0;
  try {
    // What another service answers, or speaks WebSocket, has no answer of its own to such a request.
    const own = model.operations.filter(({ passThrough, webSocket }) => (passThrough ?? webSocket) === undefined);
    for (const operation of own) {
      const called = await callOperation(operation, contract, caller);
      count += called.count;
      failures.push(...called.failures);
      skipped.push(...called.skipped);
    }
    for (const operation of model.brokenOperations) {
      count += 1;
      failures.push(...(await callBroken(operation, caller)));
    }
  } finally {
    caller.sender.close();
  }
  return { count, failures, skipped };
}

interface Caller {
  readonly judge: Judge;
  readonly impossible: ImpossibleParts;
  readonly service: RunningService;
  readonly sender: Sender;
}

async function callOperation(operation: Operation, contract: CallableContract, caller: Caller): Promise<Calls> {
  const failures: Failure[] = [];
  const skipped: Skipped[] = [];
  let count = 0;
  const label = `${operation.method} ${operation.path}`;
  const fail = (reason: string): void => void failures.push({ step: 'call', operation: label, reason });
  const skip = (part: string, finding: string): void => void skipped.push({ operation: label, part, finding });
  try {
    for (const request of buildRequests(contract, operation)) {
      count += 1;
      const fault = await exchange(operation, request, caller);
      if (fault === undefined) continue;
      const finding = fault.startsWith('501 ') ? caller.impossible.response(operation, request.code) : undefined;
      if (finding === undefined) fail(`with ${request.purpose}: ${fault}`);
      else skip(`an answer with ${request.purpose}`, finding);
    }
  } catch (error) {
    if (error instanceof NoCredentialsError)
      return { count: 1, failures: await callLocked(operation, contract.model, caller), skipped };
    const finding = error instanceof NoRequestError ? caller.impossible.request(operation) : undefined;
    if (finding !== undefined) skip('a request', finding);
    else fail(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
  return { count, failures, skipped };
}

/** Where nobody can be let in, nobody is: 501 with the finding where schemes are not declared, else 401. */
async function callLocked(
  { method, basePaths, path, security }: Operation,
  { securitySchemes }: Pick<ServiceModel, 'securitySchemes'>,
  { sender }: Caller,
): Promise<readonly Failure[]> {
  const target = `${basePaths[0] ?? ''}${path.replaceAll(/\{[^{}]*\}/g, '1')}`;
  const { status, body } = await sender.send({ method, target, headers: [], body: undefined });
  const isUndeclared = security.every((all) => all.some(({ scheme }) => !Object.hasOwn(securitySchemes, scheme)));
  const isTold = !isUndeclared || method === 'HEAD' || body.toString().includes('unknown-security-scheme');
  if (status === (isUndeclared ? 501 : 401) && isTold) return [];
  const reason = `answers ${status} to whom it cannot let in: ${body.toString().slice(0, 300)}`;
  return [{ step: 'call', operation: `${method} ${path}`, reason }];
}

/** What could not be read has to say so. */
async function callBroken(operation: BrokenOperation, { sender }: Caller): Promise<readonly Failure[]> {
  const { basePaths, path, diagnostics } = operation;
  const method = operation.method === '*' ? 'GET' : operation.method;
  const target = `${basePaths[0] ?? ''}${path.replaceAll(/\{[^{}]*\}/g, '1')}`;
  const { status, body } = await sender.send({ method, target, headers: [], body: undefined });
  const isTold = diagnostics.some(({ code }) => body.toString().includes(code));
  if (status === 501 && (isTold || method === 'HEAD')) return [];
  const reason = `answers ${status} instead of 501 with its finding: ${body.toString().slice(0, 300)}`;
  return [{ step: 'call', operation: `${method} ${path}`, reason }];
}

async function exchange(
  operation: Operation,
  request: RequestToSend,
  { judge, sender, service }: Caller,
): Promise<string | undefined> {
  const unfit = await judge.request(operation, request);
  if (unfit !== undefined) return unfit;
  const answer = await sender.send(request);
  const fault = await judge.answer(operation, answer, request.code);
  if (fault === undefined) return undefined;
  const requestId = /"requestId":"([^"]+)"/.exec(answer.body.toString())?.[1];
  const logged = requestId === undefined ? undefined : service.explain(requestId);
  return [fault, logged].filter((part) => part !== undefined).join('; log: ');
}
