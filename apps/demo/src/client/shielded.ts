/** Calls a listener. When it throws that is its owner's mistake: it goes where uncaught errors go, and nothing here stops. */
export function shielded(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
