/** A request that is not served. Its message leaves the dashboard as the `detail` of a problem document. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: string;
  readonly status: number;
  /** Beside those of every answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = `ERR_DASHBOARD_${status}`;
    this.status = status;
    this.headers = headers;
  }
}
