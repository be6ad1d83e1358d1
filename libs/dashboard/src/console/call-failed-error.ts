/** A call got no answer, or not all of it. Its message says why and nothing of what was sent. */
export class CallFailedError extends Error {
  override readonly name = 'CallFailedError';
  readonly code = 'ERR_CALL_FAILED';
}
