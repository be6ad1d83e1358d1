import { PayloadTooLargeError } from '../errors/request-errors.ts';

/** 413: more parts, or a larger part, than a multipart body may have. */
export class MultipartTooLargeError extends PayloadTooLargeError {
  constructor(detail: string, limit: number) {
    super(limit);
    this.message = detail;
  }
}
