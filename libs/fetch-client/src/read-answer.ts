import { matchContentType } from '@brrt/router-core/portable';
import type { FetchClient } from './client-types.ts';
import { type Breach, CallFailedError, ContractBreachError } from './errors.ts';
import type { AnswerContext, AnswerRule, OperationRule, Resume } from './operation-rule.ts';

export interface AnsweredCall {
  readonly client: FetchClient;
  readonly rule: OperationRule;
  readonly resume: Resume | undefined;
  explain(cause: unknown): unknown;
}

interface ReceivedAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * Turns a response into what the contract promises: exact status, then its range, then `default` (OpenAPI 3.1 §4.8.16).
 * @throws ContractBreachError for what it does not allow, CallFailedError for a failure that it does not describe
 */
export async function readAnswer(response: Response, call: AnsweredCall): Promise<ReceivedAnswer> {
  try {
    return await read(response, call);
  } catch (error) {
    // Whoever reads on finds that out himself.
    if (!response.bodyUsed) await response.body?.cancel().catch(() => undefined);
    throw error;
  }
}

async function read(response: Response, call: AnsweredCall): Promise<ReceivedAnswer> {
  const { status } = response;
  const { rule } = call;
  // What browsers show of a redirect: nothing.
  if (response.type === 'opaqueredirect')
    throw new CallFailedError(rule.name, {
      cause: new TypeError('The answer is a redirect, which is not followed with an API key'),
    });
  const answer = answerFor(rule, status);
  if (answer === undefined && status >= 500) throw new CallFailedError(rule.name, { status });
  if (answer === undefined) {
    throw new ContractBreachError(rule.name, status, [breach('status', `The contract declares no response ${status}`)]);
  }
  const context = contextOf(response, call, answer);
  const headers = (await answer.headers?.(response.headers, context)) ?? {};
  // HEAD, 204 and 304 carry no content, whatever is declared (RFC 9110 §6.4.1).
  if (answer.content.length === 0 || rule.method === 'HEAD' || status === 204 || status === 304) {
    await response.body?.cancel();
    return { status, contentType: undefined, headers, body: undefined };
  }
  const declared = answer.content.map(([mediaType]) => mediaType);
  const mediaType = matchContentType(context.contentType, declared);
  const readBody = answer.content.find(([each]) => each === mediaType)?.[1];
  if (mediaType === undefined || readBody === undefined) {
    throw context.breach([breach('contentType', `Declared are ${declared.join(', ')}`)]);
  }
  const body = await readBody({ ...context, mediaType });
  return { status, contentType: mediaType.includes('*') ? context.contentType : mediaType, headers, body };
}

function answerFor({ answers }: OperationRule, status: number): AnswerRule | undefined {
  const find = (wanted: string): AnswerRule | undefined => answers.find((answer) => answer.status === wanted);
  return find(String(status)) ?? find(`${Math.trunc(status / 100)}XX`) ?? find('default');
}

function contextOf(
  response: Response,
  { client, rule, explain, resume }: AnsweredCall,
  answer: AnswerRule,
): AnswerContext {
  const { checks, places } = client.options;
  const own = checks !== undefined && Object.hasOwn(checks, rule.name) ? checks[rule.name] : undefined;
  const broken = (breaches: readonly Breach[]): ContractBreachError =>
    new ContractBreachError(rule.name, response.status, breaches);
  return {
    response,
    mediaType: '',
    contentType: response.headers.get('content-type') ?? '',
    explain,
    resume,
    isChecked: own !== undefined,
    // Fetch Standard §3.3: of an answer from another origin only exposed headers are there.
    seesAllHeaders: response.type !== 'cors',
    breach: broken,
    async check(place, value, at = '') {
      const key = `${answer.status} ${place}`;
      if (own === undefined || !Object.hasOwn(own, key) || own[key]?.(value) !== false) return;
      // Where the explanation cannot be had, the breach is one all the same.
      const explanation = await places?.().catch(() => undefined);
      const found = explanation?.explain(rule.name, key, value) ?? [
        breach('schema', 'is not what the contract describes'),
      ];
      throw broken(found.map((each) => ({ ...each, pointer: at + each.pointer })));
    },
  };
}

function breach(keyword: string, detail: string): Breach {
  return { pointer: '', keyword, detail };
}
