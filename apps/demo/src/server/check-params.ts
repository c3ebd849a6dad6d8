import * as v from 'valibot';
import { type CheckedParams, type MethodName, methods } from '../protocol/methods.js';
import { RpcCode, RpcError } from '../protocol/rpc-error.js';

/** Characters of what came that an error repeats. */
const SHOWN = 60;

/** True for the name of a method. */
export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

/**
 * The parameters of a call, as its method takes them.
 *
 * @throws {RpcError} `INVALID_PARAMS`: says which one, what it should be and what it is.
 */
export function checkParams<M extends MethodName>(method: M, params: unknown): CheckedParams<M> {
  // An array is an object as well, and would pass where nothing is required.
  if (Array.isArray(params)) throw invalid(method, `params must be an object, ${known(method)}`);
  const result = v.safeParse(methods[method] as v.GenericSchema, params ?? {});
  if (result.success) return result.output as CheckedParams<M>;
  throw invalid(method, explain(method, result.issues[0]));
}

function invalid(method: MethodName, message: string): RpcError {
  return new RpcError(RpcCode.INVALID_PARAMS, `${method}: ${message}`);
}

function explain(method: MethodName, issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (path === null) return `params must be an object, ${known(method)}`;
  if (issue.type === 'strict_object') {
    const missing = issue.received === 'undefined';
    return missing ? `'${path}' is missing` : `there is no '${shortened(path)}', ${known(method)}`;
  }
  return `'${path}': ${shortened(issue.message)}`;
}

/** The parameters that there are. */
function known(method: MethodName): string {
  const schema = methods[method];
  const { entries } = 'wrapped' in schema ? schema.wrapped : schema;
  const names = Object.keys(entries);
  return names.length === 0 ? 'and there are none here' : `with ${names.join(', ')}`;
}

function shortened(text: string): string {
  return text.length <= 2 * SHOWN ? text : `${text.slice(0, SHOWN)}…${text.slice(-SHOWN)}`;
}
