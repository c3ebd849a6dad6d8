import { type Key, keysIn } from './keys.js';
import type { Screen } from './screen.js';

/** The keyboard of a terminal. */
export interface Keyboard {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
  on(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  removeListener(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** What ends the process without a word: the terminal is given back first. */
const endings = { SIGHUP: 129, SIGQUIT: 131 } as const;

/** Milliseconds. */
const MOMENT = 20;

/**
 * Takes the whole terminal: its alternate screen, and its keys one by one. It is given back in every way in which the
 * process may end, except SIGKILL.
 *
 * @returns gives the terminal back.
 */
export function takeTerminal(screen: Screen, keyboard: Keyboard, onKey: (key: Key) => void): () => void {
  const decoder = new TextDecoder();
  const onData = (chunk: Uint8Array | string) => {
    for (const key of keysIn(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })))
      onKey(key);
  };
  const leave = () => {
    screen.leave();
    raw(keyboard, false);
  };
  const enders = Object.entries(endings).map(([name, code]) => {
    const end = () => {
      leave();
      process.exit(code);
    };
    process.once(name, end);
    return () => process.removeListener(name, end);
  });
  process.on('exit', leave);
  process.on('uncaughtExceptionMonitor', leave);
  screen.enter();
  raw(keyboard, true);
  if (keyboard.isTTY) {
    keyboard.on('data', onData);
    keyboard.resume();
  }
  return () => {
    leave();
    keyboard.removeListener('data', onData);
    if (keyboard.isTTY) keyboard.pause();
    process.removeListener('exit', leave);
    process.removeListener('uncaughtExceptionMonitor', leave);
    for (const remove of enders) remove();
  };
}

/** Lets the shell have the terminal until it gives it back; does nothing where processes cannot be stopped. */
export function suspend(screen: Screen, keyboard: Keyboard, onBack: () => void): void {
  if (process.platform === 'win32') return;
  screen.leave();
  raw(keyboard, false);
  process.kill(process.pid, 'SIGTSTP');
  // A process that is stopped has no timers: this is after it was let go on, or it was not stopped, having no shell.
  setTimeout(() => {
    screen.enter();
    raw(keyboard, true);
    onBack();
  }, MOMENT);
}

/** Keys one by one and unseen, or as the shell has them. A terminal that is gone has none. */
function raw(keyboard: Keyboard, on: boolean): void {
  if (!keyboard.isTTY) return;
  try {
    keyboard.setRawMode?.(on);
  } catch {
    // The terminal is gone: nothing is left to be set.
  }
}
