import { HttpError } from './http-error.ts';

/** Any status from 400 to 599: the operation is switched to fail, which happens in development only. */
export class SimulatedFailureError extends HttpError {
  override readonly name = 'SimulatedFailureError';
  readonly code = 'ERR_SIMULATED_FAILURE';
  readonly status: number;
  readonly type = 'simulated-failure';
  readonly title = 'The operation is switched to fail';
  constructor(status: number) {
    super('The developer dashboard has switched this operation to fail now and then');
    this.status = status;
  }
}
