/** Notes which request an answer belongs to, now or when it is there. */
export function remember(
  requests: WeakMap<Uint8Array, Uint8Array>,
  request: Uint8Array,
  answer: Uint8Array | undefined | Promise<Uint8Array | undefined>,
): Uint8Array | undefined | Promise<Uint8Array | undefined> {
  if (answer instanceof Promise) return answer.then(bytes => remember(requests, request, bytes));
  if (answer === undefined) return undefined;
  requests.set(answer, request);
  return answer;
}
