import { UsageError } from '@bus/line';

/** Direction of an RS-485 driver that hangs on the RTS line of the port. */
export interface Rs485Settings {
  /** Level of RTS while sending; the other one while receiving. It depends on the adapter. */
  rtsOnSend: 'high' | 'low';
  /** Milliseconds from switching the driver on to the first byte, 0..1000; 0 by default. */
  delayBefore?: number;
  /** Milliseconds that the driver stays on after the last stop bit, 0..1000; 0 by default. */
  delayAfter?: number;
}

/**
 * Checks the settings and fills in the defaults.
 *
 * @throws {UsageError} one of them is out of range or unknown.
 */
export function completeRs485(settings: Rs485Settings): Required<Rs485Settings> {
  if (typeof settings !== 'object' || settings === null)
    throw new UsageError(`rs485 must be like { rtsOnSend: 'high' }, not ${String(settings)}`);
  const { rtsOnSend, delayBefore = 0, delayAfter = 0, ...others } = settings;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new UsageError(`${unknown} is not a setting of rs485`, {
      hint: 'The settings are rtsOnSend, delayBefore, delayAfter.',
    });
  if (rtsOnSend !== 'high' && rtsOnSend !== 'low')
    throw new UsageError(`rs485.rtsOnSend must be high or low, not ${String(rtsOnSend)}`);
  for (const [name, delay] of Object.entries({ delayBefore, delayAfter }))
    if (!(typeof delay === 'number' && delay >= 0 && delay <= 1000))
      throw new UsageError(`rs485.${name} must be 0 to 1000 ms, not ${String(delay)}`);
  return { rtsOnSend, delayBefore, delayAfter };
}
