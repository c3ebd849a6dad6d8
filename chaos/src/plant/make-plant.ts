import type { Clock } from '@bus/line';
import type { FramingName } from '../subject.js';
import { DconPlant } from './dcon-plant.js';
import { DrioPlant } from './drio-plant.js';
import { ModbusPlant } from './modbus-plant.js';
import type { Plant } from './plant.js';

/** Fresh devices that speak a framing. @param characterTime milliseconds; 0 on a connection. */
export function makePlant(framing: FramingName, clock: Clock, characterTime: number): Plant {
  switch (framing) {
    case 'dcon':
    case 'dcon-checksum':
      return new DconPlant(framing, clock);
    case 'drio':
    case 'drio-harsh':
      return new DrioPlant(framing, clock, characterTime);
    default:
      return new ModbusPlant(framing);
  }
}
