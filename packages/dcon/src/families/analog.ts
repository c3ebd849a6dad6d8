import type { AnalogInputFeatures, AnalogOutputFeatures, Family } from './family.js';

const shared = { hostWatchdog: true, resetStatus: false, busyTime: 1000, defaults: 'none' } as const;
/** ADAM analog modules calibrate themselves after a change and cannot be addressed for so long. */
const ADAM_BUSY = 7000;

function input(name: string, features: Partial<AnalogInputFeatures>, more: Partial<Family> = {}): Family {
  const adam = name.startsWith('4');
  return {
    name,
    title: adam ? `ADAM-${name}` : `I-${name}`,
    kind: 'analog-input',
    analogInput: {
      channels: 8,
      readAll: true,
      channelRanges: false,
      synchronized: false,
      coldJunction: false,
      ...features,
    },
    ...shared,
    hostWatchdog: !adam,
    busyTime: adam ? ADAM_BUSY : 1000,
    ...more,
  };
}

function output(
  name: string,
  features: Omit<AnalogOutputFeatures, 'numbered'>,
  more: Partial<Family> = {},
): Family {
  return {
    name,
    title: `I-${name}`,
    kind: 'analog-output',
    analogOutput: { ...features, numbered: features.channels > 1 },
    ...shared,
    defaults: 'analog',
    resetStatus: true,
    ...more,
  };
}

const single = { channels: 1, synchronized: true } as const;
const rtd = { coldJunction: false } as const;
const eight = { channelDigits: 1, maskDigits: 2 } as const;
const byChannel = { channelRanges: true, synchronized: true } as const;

/** Analog modules. */
export const analogFamilies: readonly Family[] = [
  input('7011', { ...single, coldJunction: true }, { defaults: 'pair' }),
  input('7012', single, { defaults: 'pair', aliases: ['7012F'] }),
  input('7014', single, { defaults: 'pair' }),
  input('7013', { ...rtd, channels: 1 }),
  input('7033', { ...rtd, channels: 3, channelDigits: 1 }),
  input('7015', { ...rtd, channels: 6, channelDigits: 1 }),
  input('7017', eight, { aliases: ['7017F', '7017R', '7017C', '7017RC'] }),
  input('7018', { ...eight, coldJunction: true }, { aliases: ['7018R', '7018P', '7018BL'] }),
  input('7019R', { ...eight, ...byChannel, coldJunction: true }, { aliases: ['7019'] }),
  input('7018Z', { channels: 10, channelDigits: 1, maskDigits: 4, ...byChannel, coldJunction: true }),
  input(
    '701816',
    { channels: 16, channelDigits: 1, maskDigits: 4, ...byChannel, coldJunction: true },
    {
      title: 'I-7018-16',
      aliases: ['701816K'],
    },
  ),
  input(
    '7017Z',
    { channels: 10, channelDigits: 1, maskDigits: 4, ...byChannel },
    {
      aliases: [],
      unconfirmed: 'whether its inputs are wired differentially (10 channels) or single-ended (20)',
    },
  ),
  input('4011', { ...single, coldJunction: true }, { aliases: ['4011D'] }),
  output('7021', {
    channels: 1,
    signed: false,
    formats: true,
    channelRanges: false,
    readsPowerOn: false,
  }),
  output('7022', { channels: 2, signed: false, formats: true, channelRanges: true, readsPowerOn: false }),
  output('7024', { channels: 4, signed: true, formats: false, channelRanges: false, readsPowerOn: true }),
];
