import { it } from 'vitest';
import { expectToHold } from './matrix.fixture.js';
import { drioSubject } from './subjects/drio-subject.js';
import { modbusSubject } from './subjects/modbus-subject.js';

it('Modbus without repetitions and 232DRIO deliver no wrong value in 50,000 exchanges, and none hangs', async () => {
  await expectToHold([modbusSubject('@bus/modbus, no retries', 0), drioSubject], 50_000);
}, 600_000);
