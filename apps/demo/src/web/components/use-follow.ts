import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** What counts as the bottom, in CSS pixels: positions are rounded. */
const BOTTOM = 2;

/** Keys that scroll upwards. */
const UPWARDS = ['ArrowUp', 'PageUp', 'Home'];

export interface Follow {
  /** True: what is new is in sight. */
  readonly follows: ReadonlySignal<boolean>;
  /** Goes to the bottom and follows again. */
  toEnd(): void;
  /** For the list. */
  readonly handlers: {
    onScroll(): void;
    onWheel(event: WheelEvent): void;
    onTouchMove(): void;
    onKeyDown(event: KeyboardEvent): void;
  };
}

/**
 * Keeps the bottom of a list in sight as it grows, until somebody scrolls up, and again from when the bottom is reached.
 *
 * @param content whatever changes when the list grows.
 */
export function useFollow(list: RefObject<HTMLElement | null>, content: unknown): Follow {
  const follows = useSignal(true);
  /** Where it was scrolled to last, by us or by hand. */
  const position = useRef(0);
  const toEnd = () => {
    if (list.current === null) return;
    follows.value = true;
    list.current.scrollTop = list.current.scrollHeight;
    position.current = list.current.scrollTop;
  };
  useLayoutEffect(() => {
    if (follows.peek()) toEnd();
  }, [content]);
  // Rows that come all the time would undo the beginning of a smooth movement: the wish alone ends it.
  const stop = () => {
    const { scrollHeight = 0, clientHeight = 0 } = list.current ?? {};
    if (scrollHeight > clientHeight + BOTTOM) follows.value = false;
  };
  return {
    follows,
    toEnd,
    handlers: {
      onScroll() {
        if (list.current === null) return;
        const { scrollHeight, scrollTop, clientHeight } = list.current;
        const atEnd = scrollHeight - scrollTop - clientHeight <= BOTTOM;
        if (atEnd && scrollTop > position.current) follows.value = true;
        else if (!atEnd && scrollTop < position.current) follows.value = false;
        position.current = scrollTop;
      },
      onWheel(event) {
        if (event.deltaY < 0) stop();
      },
      onTouchMove: stop,
      onKeyDown(event) {
        if (UPWARDS.includes(event.key)) stop();
      },
    },
  };
}
