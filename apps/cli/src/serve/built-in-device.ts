import type { SimulatedInstrument } from '@bus/sim';
import { observeBank } from './observed-bank.js';
import type { OnWrite, ServedDevice } from './served-device.js';
import type { WrittenDevice } from './written-device.js';

/**
 * Makes a device that is built in.
 *
 * @throws {UsageError} there is no such model.
 */
export async function builtInDevice(
  { kind, model = '', unit }: WrittenDevice,
  onWrite: OnWrite,
): Promise<ServedDevice> {
  const sim = await import('@bus/sim');
  if (kind === 'temperature-controller' || kind === 'remote-io') {
    const instrument = kind === 'remote-io' ? sim.remoteIo({ unit }) : sim.temperatureController({ unit });
    observeBank(instrument.bank, { unit: () => instrument.unit, device: kind, onWrite });
    return { name: kind, speaks: 'modbus', instrument };
  }
  if (kind === 'drio') return { name: kind, speaks: '232drio', instrument: await drio(onWrite) };
  const name = `dcon:${model}`;
  return { name, speaks: 'dcon', instrument: await dconModule(name, model, unit, onWrite) };
}

async function drio(onWrite: OnWrite): Promise<SimulatedInstrument> {
  const { describeDrioFrame, simulatedDrio } = await import('@bus/232drio');
  const unit = simulatedDrio({ input: true });
  return {
    unit: unit.unit,
    framing: { ...unit.framing, describe: describeDrioFrame },
    delay: unit.delay,
    answer(bytes) {
      const { sets } = unit;
      const answer = unit.answer(bytes);
      const { relay1, relay2 } = unit.relays;
      const text = `relay1 ${onOff(relay1)}, relay2 ${onOff(relay2)}`;
      if (unit.sets > sets) onWrite({ unit: unit.unit, device: 'drio', text });
      return answer;
    },
  };
}

const onOff = (state: boolean) => (state ? 'on' : 'off');

async function dconModule(
  device: string,
  model: string,
  address: number,
  onWrite: OnWrite,
): Promise<SimulatedInstrument> {
  const dcon = await import('@bus/dcon');
  const module = makeModule(dcon, model, address);
  const commands = dcon.commandsOf[dcon.familyOf(model)!.kind];
  return {
    get unit() {
      return module.unit;
    },
    framing: module.framing,
    get delay() {
      return module.delay;
    },
    answer(frame) {
      const text = dcon.textOf(frame)?.text;
      const { unit, checksum } = module;
      const answer = module.answer(frame);
      if (text === undefined || answer === undefined || dcon.textOf(answer)?.text.startsWith('?'))
        return answer;
      const request = (checksum ? dcon.withoutChecksum(text) : undefined) ?? text;
      const command = commands.find(({ request: form }) => form.decode(request) !== undefined);
      if (command?.effect === 'write' || command?.effect === 'eeprom')
        onWrite({ unit, device, text: `${request}: ${command.name}` });
      return answer;
    },
  };
}

type Dcon = typeof import('@bus/dcon');

function makeModule(dcon: Dcon, model: string, address: number) {
  switch (dcon.familyOf(model)?.kind) {
    case 'analog-input':
      return dcon.simulatedAnalogInput(model, { address });
    case 'analog-output':
      return dcon.simulatedAnalogOutput(model, { address });
    case 'counter':
      return dcon.simulatedCounter(model, { address });
    default:
      // Says which models there are, when there is none of that name.
      return dcon.simulatedDigital(model, { address });
  }
}
