/** Every module latches its inputs. Nobody answers. */
export const SYNCHRONIZE = '#**';
/** "The host is well": restarts the watchdog of every module. Nobody answers. */
export const HOST_OK = '~**';
/** What the two are called in traces. */
export const BROADCASTS: ReadonlyMap<string, string> = new Map([
  [SYNCHRONIZE, 'synchronized sampling'],
  [HOST_OK, 'host OK'],
]);
