import { families, familyOf } from '@bus/dcon';
import { UsageError } from '@bus/line';
import type { InstrumentSettings } from '../settings/server-settings.js';
import { dconAnalogInput } from './dcon-analog-input.js';
import { dconAnalogOutput } from './dcon-analog-output.js';
import { dconCounter } from './dcon-counter.js';
import { dconDigital } from './dcon-digital.js';
import type { Instrument } from './instrument.js';

/**
 * A DCON module by its family.
 *
 * @throws {UsageError} no or an unknown model, no address, or a family of which something is unconfirmed.
 */
export function dconInstrument(settings: InstrumentSettings): Instrument {
  const { id, model, address, points } = settings;
  if (points !== undefined) throw new UsageError(`${id}: only Modbus instruments have points of your own`);
  if (model === undefined)
    throw new UsageError(`${id}: the model of the module is missing`, {
      hint: 'It stands on its label, such as 7044.',
    });
  if (address === undefined || !Number.isInteger(address) || address < 0 || address > 255)
    throw new UsageError(`${id}: a DCON module needs an address from 00 to FF`);
  const family = familyOf(model);
  if (family === undefined) {
    const known = families.map(({ name }) => name).join(', ');
    throw new UsageError(`${id}: there is no module '${model}'`, { hint: `Known are ${known}.` });
  }
  if (family.unconfirmed !== undefined)
    throw new UsageError(`${id}: no source confirms ${family.unconfirmed} of the ${family.title}`, {
      hint: 'Leave it out of the list, and ask it with raw commands.',
    });
  const { digital, analogInput, analogOutput, counter } = family;
  if (digital !== undefined) return dconDigital(settings, family, digital);
  if (analogInput !== undefined) return dconAnalogInput(settings, family, analogInput);
  if (analogOutput !== undefined) return dconAnalogOutput(settings, family, analogOutput);
  if (counter !== undefined) return dconCounter(settings, family, counter);
  throw new UsageError(`${id}: the ${family.title} has nothing that could be shown`);
}
