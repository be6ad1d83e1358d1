import type { Context } from '../context.ts';
import type { Handlers } from '../generated/handlers.gen.ts';
import { getDashboard } from './get-dashboard.ts';

/** Every operation of the contract. What is `fromContract` answers from the contract's examples until a handler is written. */
export const handlers: Handlers<Context> = {
  getDashboard,
};
