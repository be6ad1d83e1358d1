/** One place where an answer is not what the contract says, without the value that stands there. */
export interface Breach {
  /** RFC 6901 pointer into the body, `/headers/<name>` for a header; '' is the whole. */
  readonly pointer: string;
  /** The failing keyword of JSON Schema, or `status`, `contentType`, `parse`. */
  readonly keyword: string;
  readonly detail: string;
}

/** Any failure of a call that is no answer of the contract. */
export abstract class FetchClientError extends Error {
  /** Stable, for programs. */
  abstract readonly code: 'ERR_CONTRACT_BREACH' | 'ERR_CALL_FAILED' | 'ERR_CALL_TIMEOUT' | 'ERR_UNEXPECTED_STATUS';
  readonly operation: string;
  constructor(operation: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.operation = operation;
  }
}

/** The service answered what its contract does not allow. */
export class ContractBreachError extends FetchClientError {
  override readonly name = 'ContractBreachError';
  readonly code = 'ERR_CONTRACT_BREACH';
  readonly status: number;
  readonly breaches: readonly Breach[];
  constructor(operation: string, status: number, breaches: readonly Breach[]) {
    const [first] = breaches;
    const where = first === undefined ? '' : `: ${first.pointer === '' ? '' : `${first.pointer} `}${first.detail}`;
    super(operation, `The answer ${status} to ${operation} breaks the contract${where}`);
    this.status = status;
    this.breaches = breaches;
  }
}

/** No answer came, it broke off, or the service failed in a way that its contract does not describe. */
export class CallFailedError extends FetchClientError {
  override readonly name = 'CallFailedError';
  readonly code = 'ERR_CALL_FAILED';
  /** Of an answer from 500 to 599 that the contract does not declare. */
  readonly status: number | undefined;
  constructor(operation: string, { status, cause }: { readonly status?: number; readonly cause?: unknown }) {
    super(operation, status === undefined ? `No answer to ${operation}` : `${operation} was answered ${status}`, {
      cause,
    });
    this.status = status;
  }
}

export class CallTimeoutError extends FetchClientError {
  override readonly name = 'CallTimeoutError';
  readonly code = 'ERR_CALL_TIMEOUT';
  constructor(operation: string, milliseconds: number) {
    super(operation, `No complete answer to ${operation} within ${milliseconds} ms`);
  }
}

/** A declared answer with another status than the caller wants: see `expectStatus`. */
export class UnexpectedStatusError<Answer extends { readonly status: number }> extends FetchClientError {
  override readonly name = 'UnexpectedStatusError';
  readonly code = 'ERR_UNEXPECTED_STATUS';
  /** Typed as the contract describes it: a problem, mostly. */
  readonly answer: Answer;
  constructor(answer: Answer) {
    super('', `The answer has status ${answer.status}`);
    this.answer = answer;
  }
}
