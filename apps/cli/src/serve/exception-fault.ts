import { encodeException, type ModbusFraming } from '@bus/modbus';
import type { Fault } from '@bus/sim';

/** In place of the answer, the device refuses with an exception. Only for frames of Modbus. */
export function exceptionFault(exceptionCode: number): Fault {
  return {
    name: `exception ${exceptionCode}`,
    apply(runs, { framing, request, answer }) {
      if (runs.length === 0 || !('respond' in framing)) return runs;
      const modbus = framing as ModbusFraming;
      const { unit, pdu } = modbus.unwrap(answer);
      const functionCode = modbus.unwrap(request).pdu[0]!;
      if (pdu[0] !== functionCode) return runs;
      const refusal = encodeException({ functionCode, exceptionCode });
      return [{ at: runs[0]!.at, bytes: modbus.respond(request, unit, refusal) }];
    },
  };
}
