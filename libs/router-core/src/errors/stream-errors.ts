import { HttpError } from './http-error.ts';

/** 410: the client wants to go on behind an event that is not kept any more. */
export class ResumeExpiredError extends HttpError {
  override readonly name = 'ResumeExpiredError';
  readonly code = 'ERR_RESUME_EXPIRED';
  readonly status = 410;
  readonly type = 'resume-expired';
  readonly title = 'The stream cannot be resumed there';
  constructor() {
    super('What followed this Last-Event-ID is not kept any more; begin without it');
  }
}

/** The client reads a stream so slowly that what it has still to read is not kept any more. Seen in logs and metrics only. */
export class ReaderTooSlowError extends HttpError {
  override readonly name = 'ReaderTooSlowError';
  readonly code = 'ERR_READER_TOO_SLOW';
  readonly status = 408;
  readonly type = 'reader-too-slow';
  readonly title = 'The client did not keep up with the stream';
  constructor() {
    super('The stream went on faster than the client read it');
  }
}
