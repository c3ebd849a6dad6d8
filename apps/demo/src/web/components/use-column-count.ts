import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** How many columns of a width (in CSS pixels) fit into an element; at least one. */
export function useColumnCount(
  element: RefObject<HTMLElement | null>,
  width: number,
  most: number,
): ReadonlySignal<number> {
  const count = useSignal(1);
  useLayoutEffect(() => {
    if (element.current === null) return;
    const measure = (available: number) => {
      count.value = Math.max(1, Math.min(most, Math.floor(available / width)));
    };
    measure(element.current.clientWidth);
    const observer = new ResizeObserver(entries => measure(entries[0]?.contentRect.width ?? 0));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, width, most, count]);
  return count;
}
