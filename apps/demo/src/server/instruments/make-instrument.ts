import type { FramingChoice } from '@bus/modbus';
import type { InstrumentSettings } from '../settings/server-settings.js';
import { dconInstrument } from './dcon-instrument.js';
import { drioInstrument } from './drio-instrument.js';
import type { Instrument } from './instrument.js';
import { modbusInstrument } from './modbus-instrument.js';

/**
 * What reads and writes an instrument, by its protocol.
 *
 * @param framing of Modbus on its line; `rtu` by default.
 * @throws {UsageError} its settings make no sense.
 *
 * @example makeInstrument({ id: 'leds', line: 'rs485', protocol: 'dcon', address: 2, model: '7044' })
 */
export function makeInstrument(settings: InstrumentSettings, framing: FramingChoice = 'rtu'): Instrument {
  if (settings.protocol === 'modbus') return modbusInstrument(settings, framing);
  return settings.protocol === 'dcon' ? dconInstrument(settings) : drioInstrument(settings);
}
