import { UsageError } from '@bus/line';
import * as sim from '@bus/sim';
import { parseDconAddresses } from '../../../apps/cli/dist/dcon-address.js';
import { parseRoute } from '../../../apps/cli/dist/gateway/parse-route.js';
import { parseNumberRanges } from '../../../apps/cli/dist/number-ranges.js';
import { parseDuration } from '../../../apps/cli/dist/parse-duration.js';
import { parseFault } from '../../../apps/cli/dist/serve/parse-fault.js';
import { parseDevice } from '../../../apps/cli/dist/serve/written-device.js';
import { splitValues } from '../../../apps/cli/dist/written-values.js';
import { must, unlessRefused } from '../oracle.js';
import { type Target, textOf } from '../target.js';

export const target: Target = {
  name: 'command-texts',
  promise: 'what stands behind a flag is refused with a UsageError, or is within its range',
  longest: 80,
  words: [
    'crc',
    'lost',
    'extra=',
    'truncated',
    ':every=',
    'late',
    'exception',
    'dcon:7044@',
    'remote-io@',
    '=/dev/ttyUSB0:',
    '1-247',
    'ms',
    'min',
    '00-FF',
    '0x',
    '1e9',
  ],
  seeds: [
    '1-10,32',
    '00-0F,2A',
    '11=/dev/ttyUSB1:1',
    '1.5s',
    '10min',
    'crc',
    'late=200',
    'exception=6',
    'dcon:7044@02',
    'drio',
    '1-10=tcp://10.0.0.7:502:1',
    '0,1,77.2',
    'crc@every=5',
  ],
  run(input) {
    const text = textOf(input);
    const units = unlessRefused(() => parseNumberRanges(text, 'units', 1, 247), UsageError);
    must(units?.every(unit => unit >= 1 && unit <= 247) ?? true, 'a unit out of range');
    const addresses = unlessRefused(() => parseDconAddresses(text), UsageError);
    must(addresses?.every(address => address >= 0 && address <= 255) ?? true, 'an address out of range');
    const duration = parseDuration(text);
    must(duration === undefined || Number.isSafeInteger(duration), () => `${duration} ms`);
    const route = unlessRefused(() => parseRoute(text), UsageError);
    must(route === undefined || (route.port.length > 0 && route.units.length > 0), 'an empty route');
    const device = unlessRefused(() => parseDevice(text), UsageError);
    must(device === undefined || (device.unit >= 0 && device.unit <= 255), 'a device out of range');
    unlessRefused(() => parseFault(text, sim), UsageError);
    unlessRefused(() => splitValues([text], 1), UsageError);
  },
};
