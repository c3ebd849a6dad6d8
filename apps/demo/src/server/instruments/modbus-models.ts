import type { RegisterPoint } from '../settings/server-settings.js';

const output = (id: string, title: string, address: number): RegisterPoint => ({
  id,
  title,
  table: 'coil',
  address,
});

/** Modbus instruments whose points are known, by the names that settings call them by. Temperatures have one decimal. */
export const modbusModels: ReadonlyMap<string, readonly RegisterPoint[]> = new Map([
  [
    'temperature-controller',
    [
      {
        id: 'processValue',
        title: 'Process value',
        table: 'holding',
        address: 289,
        type: 'int16',
        decimals: 1,
        unit: '°C',
      },
      {
        id: 'setPoint',
        title: 'Set point',
        table: 'holding',
        address: 24,
        type: 'int16',
        decimals: 1,
        unit: '°C',
        writable: true,
        min: 0,
        max: 400,
      },
      {
        id: 'deviation',
        title: 'Deviation',
        table: 'holding',
        address: 290,
        type: 'int16',
        decimals: 1,
        unit: '°C',
      },
      output('heating', 'Heating', 172),
      output('cooling', 'Cooling', 173),
      output('alarm', 'Alarm', 174),
    ],
  ],
]);
