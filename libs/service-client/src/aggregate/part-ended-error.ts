import { HttpError } from '@brrt/router-core/ports';

/** The answer that a part was for is decided. Seen in the trace; whoever waits for the answer never gets it. */
export class PartEndedError extends HttpError {
  override readonly name = 'PartEndedError';
  readonly code = 'ERR_PART_ENDED';
  readonly status = 500;
  readonly type = 'part-ended';
  readonly title = 'The answer is decided without this part';
  constructor() {
    super('The answer is decided without this part');
  }
}
