import { it } from 'vitest';
import { expectToHold } from './matrix.fixture.js';
import { dconSubject } from './subjects/dcon-subject.js';
import { modbusSubject } from './subjects/modbus-subject.js';

// The other half of 100,000 exchanges is in matrix-others.test.ts, so that two processes can share the work.
it('Modbus and DCON clients deliver no wrong value in 50,000 exchanges, and none of them hangs', async () => {
  await expectToHold([modbusSubject('@bus/modbus'), dconSubject], 50_000);
}, 600_000);
