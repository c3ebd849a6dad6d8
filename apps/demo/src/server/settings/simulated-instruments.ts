import { dconModules } from '@bus/sim';
import type { InstrumentWish } from './instrument-flag.js';

/** What is on each simulated line, and shown when nothing else is asked for. */
export function simulatedInstruments(port: string): readonly InstrumentWish[] {
  if (port === 'sim:drio') return [{ id: 'drio', protocol: '232drio' }];
  return [
    { id: 'oven', protocol: 'modbus', address: 1, model: 'temperature-controller', title: 'Oven' },
    ...dconModules().map(({ stored, checksum, unit }): InstrumentWish => {
      const model = stored.name;
      return { protocol: 'dcon', address: unit, model, ...(checksum ? { checksum } : {}) };
    }),
  ];
}
