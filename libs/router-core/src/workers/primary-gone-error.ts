/** What only the process knows that started this worker cannot be told. */
export class PrimaryGoneError extends Error {
  override readonly name = 'PrimaryGoneError';
  readonly code = 'ERR_PRIMARY_GONE';
  constructor() {
    super('The process that started this worker is gone, or can take no more');
  }
}
