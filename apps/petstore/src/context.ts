import type { HandlerContext } from '@brrt/router-core';
import type { PetstoreDependencies } from './dependencies.ts';

/** What every handler is given beside its request. The pet store calls no other service. */
export type Context = HandlerContext<PetstoreDependencies, Readonly<Record<string, never>>>;
