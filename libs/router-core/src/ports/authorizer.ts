import type { HandlerContext, HandlerRequest } from './handler.ts';

/**
 * Whether this caller may do this to this object, beyond what scopes say. Asked when the caller is known and the parameters are
 * valid, before the body is read and the handler runs. False answers 403; to answer as though the object did not exist, throw
 * what the handler throws then.
 */
export type Authorizer<Request = Omit<HandlerRequest, 'body' | 'contentType'>, Context = HandlerContext> = (
  request: Request,
  context: Context,
) => boolean | Promise<boolean>;

/**
 * By `Operation.name`. `'allow'` says what holds without an entry too, so that it is decided and not forgotten: whom security
 * lets in may do this to every object.
 */
export type AuthorizerRegistry<Context> = Readonly<Record<string, Authorizer<never, Context> | 'allow'>>;

/** Authorizers typed by the operations of a service: `AuthorizersOf<Handlers<Context>>`. */
export type AuthorizersOf<Handlers> = {
  readonly [Name in keyof Handlers]?: Handlers[Name] extends infer Entry
    ? AuthorizerOf<Extract<Entry, (request: never, context: never, socket: never) => unknown>>
    : never;
};

type AuthorizerOf<Handler> = Handler extends (request: infer Request, context: infer Context, socket: never) => unknown
  ? Authorizer<Omit<Request, 'body' | 'contentType'>, Context> | 'allow'
  : never;
