import { redactText } from './redact.ts';

/** An error as a log line shows it. Own fields are left out: clients put requests and their headers there. */
export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  readonly cause?: ErrorDescription;
}

const maxCauses = 5;

export function describeError(error: unknown, causes = maxCauses): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: redactText(textOf(error)), stack: '' };
  const { name, message, stack = '', cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const because = cause === undefined || causes === 0 ? {} : { cause: describeError(cause, causes - 1) };
  return { type: name, message: redactText(message), stack: redactText(stack), ...code, ...because };
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'a value without a text';
  }
}
