import { ProblemError } from '@brrt/router-core';

export type Thing = 'pet' | 'user' | 'post' | 'item' | 'category' | 'order' | 'file' | 'subscription';

/** 404: there is no such thing. */
export function notFound(what: Thing): ProblemError {
  return new ProblemError({ status: 404, type: `${what}-not-found`, title: `There is no such ${what}` });
}

/** 409: the state of the store does not allow it. */
export function conflict(type: string, title: string, detail = title): ProblemError {
  return new ProblemError({ status: 409, type, title, detail });
}

/** 412: somebody else was faster. */
export function revisionChanged(): ProblemError {
  return new ProblemError({ status: 412, type: 'revision-changed', title: 'The resource has changed meanwhile' });
}
