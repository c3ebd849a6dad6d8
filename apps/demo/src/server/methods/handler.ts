import type { CheckedParams, MethodName, MethodResults } from '../../protocol/index.js';
import type { CallContext } from '../call-context.js';

/** Carries a method out. What it throws becomes an RpcError. */
export type Handler<M extends MethodName> = (
  params: CheckedParams<M>,
  context: CallContext,
) => MethodResults[M] | Promise<MethodResults[M]>;

/** The handlers of these methods, none missing and none too many. */
export type HandlersOf<M extends MethodName> = { readonly [Name in M]: Handler<Name> };
