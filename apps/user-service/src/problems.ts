import { ProblemError } from '@brrt/router-core';
import { EmailTakenError } from './users/email-taken-error.ts';

/** 404: what the contract calls `UserNotFound`. */
export function userNotFound(id: string): ProblemError {
  return new ProblemError({
    status: 404,
    type: 'user-not-found',
    title: 'There is no such user',
    detail: `No user has the id ${id}`,
  });
}

/** 409 for an e-mail address that is taken; anything else is thrown as it is. */
export function refuseTakenEmail(error: unknown): never {
  if (!(error instanceof EmailTakenError)) throw error;
  throw new ProblemError({
    status: 409,
    type: 'email-taken',
    title: 'The e-mail address is taken',
    detail: error.message,
    cause: error,
  });
}
