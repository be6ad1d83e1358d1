/** What was sent is no OTLP, or more than is taken. */
export class OtlpError extends Error {
  override readonly name = 'OtlpError';
  /** `google.rpc.Code`: 3 is INVALID_ARGUMENT, 8 RESOURCE_EXHAUSTED. */
  readonly code: 3 | 8;

  get isTooMuch(): boolean {
    return this.code === 8;
  }

  constructor(message: string, code: 3 | 8 = 3) {
    super(message);
    this.code = code;
  }
}
