import type { Exchange } from '@bus/line';
import type { ModbusFraming } from '@bus/modbus';
import type { FramingName } from '@bus/transport-node';

/** A request that changes nothing in any device, and that a device may be known by. */
export interface HarmlessQuestion {
  readonly name: QuestionName;
  exchange(framing: ModbusFraming, unit: number): Exchange<unknown>;
}

/** The harmless requests of Modbus, the one that most devices answer first. */
export const questionNames = ['holding', 'server-id', 'input', 'identification', 'coil', 'discrete'] as const;
export type QuestionName = (typeof questionNames)[number];

/** The requests by name, in the order of the names: the protocol is loaded only here. */
export async function harmlessQuestions(names: readonly QuestionName[]): Promise<HarmlessQuestion[]> {
  const modbus = await import('@bus/modbus');
  const { modbusExchange: ask } = modbus;
  const one = { startAddress: 0, quantity: 1 };
  const basic = { meiType: 14, readDeviceIdCode: 1, objectId: 0 } as const;
  const all: Record<QuestionName, HarmlessQuestion['exchange']> = {
    holding: (framing, unit) => ask(framing, modbus.readHoldingRegisters, unit, one),
    'server-id': (framing, unit) => ask(framing, modbus.reportServerId, unit, {}),
    input: (framing, unit) => ask(framing, modbus.readInputRegisters, unit, one),
    identification: (framing, unit) => ask(framing, modbus.encapsulatedInterface, unit, basic),
    coil: (framing, unit) => ask(framing, modbus.readCoils, unit, one),
    discrete: (framing, unit) => ask(framing, modbus.readDiscreteInputs, unit, one),
  };
  return names.map(name => ({ name, exchange: all[name] }));
}

/** The framing of Modbus by its name. */
export async function modbusFraming(name: FramingName): Promise<ModbusFraming> {
  const { asciiFraming, mbapFraming, rtuFraming } = await import('@bus/modbus');
  if (name === 'ascii') return asciiFraming();
  return name === 'tcp' ? mbapFraming() : rtuFraming;
}
