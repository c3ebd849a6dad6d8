type Answer = Uint8Array | undefined;

/** Notes which request an answer belongs to, now or when it is there. */
export function remember(
  requests: WeakMap<Uint8Array, Uint8Array>,
  request: Uint8Array,
  answer: Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const note = (bytes: Answer) => {
    if (bytes !== undefined) requests.set(bytes, request);
    return bytes;
  };
  if (!(answer instanceof Promise)) return note(answer);
  const noted = answer.then(note);
  // An instrument that fails is silent. Its turn to answer may come later, and the failure must not be unhandled till then.
  noted.catch(() => undefined);
  return noted;
}
