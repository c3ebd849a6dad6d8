import type { DigitalFeatures, Family } from './family.js';

const NONE: DigitalFeatures = {
  inputs: 0,
  outputs: 0,
  firstInput: 0,
  firstOutput: 0,
  layout: ['none', 'none'],
  read: '@AA',
  counters: false,
  latches: false,
};

function entry(name: string, digital: Partial<DigitalFeatures>, more: Partial<Family> = {}): Family {
  const adam = name.startsWith('4');
  const inputs = digital.inputs ?? 0;
  const features = { ...NONE, counters: inputs > 0 && !adam, latches: inputs > 0 && !adam, ...digital };
  return {
    name,
    title: adam ? `ADAM-${name}` : `I-${name}`,
    kind: 'digital',
    digital: adam ? { ...features, read: '$AA6' } : features,
    defaults: adam || features.outputs === 0 ? 'none' : features.outputs > 8 ? 'digital 16' : 'digital',
    hostWatchdog: !adam,
    resetStatus: true,
    busyTime: 1000,
    ...more,
  };
}

const LAYOUT = 'the layout of its answers';
const INPUTS_16 = ['inputs 8+', 'inputs'] as const;
const OUTPUTS_16 = ['outputs 8+', 'outputs'] as const;
const OUTPUTS_INPUTS = ['outputs', 'inputs'] as const;
const fromOne = { firstInput: 1, firstOutput: 1 } as const;

/** Digital modules. The layout is (first byte)(second byte) of every digital answer. */
export const digitalFamilies: readonly Family[] = [
  entry('7041', { inputs: 14, layout: INPUTS_16 }),
  entry('7042', { outputs: 13, layout: OUTPUTS_16, writeAll: '@4', writeOne: 'AB' }),
  entry('7043', { outputs: 16, layout: OUTPUTS_16, writeAll: '@4', writeOne: 'AB' }),
  entry('7044', { inputs: 4, outputs: 8, layout: OUTPUTS_INPUTS, writeAll: '@2', writeOne: '1', ...fromOne }),
  entry('7045', { outputs: 16, layout: OUTPUTS_16, writeAll: '@4', writeOne: 'AB' }, { unconfirmed: LAYOUT }),
  entry('7050', { inputs: 7, outputs: 8, layout: OUTPUTS_INPUTS, writeAll: '@2', writeOne: '1' }),
  entry('7051', { inputs: 16, layout: INPUTS_16 }),
  entry('7052', { inputs: 8, layout: ['inputs', 'none'] }),
  entry('7053', { inputs: 16, layout: INPUTS_16 }),
  entry(
    '7055',
    { inputs: 8, outputs: 8, layout: OUTPUTS_INPUTS, writeAll: '@2', writeOne: '1' },
    { unconfirmed: `${LAYOUT} and its output commands` },
  ),
  entry('7060', {
    inputs: 4,
    outputs: 4,
    layout: OUTPUTS_INPUTS,
    writeAll: '@1',
    writeOne: '1',
    disputed: true,
    ...fromOne,
  }),
  entry('7063', {
    inputs: 8,
    outputs: 3,
    layout: OUTPUTS_INPUTS,
    writeAll: '@1',
    writeOne: '1',
    disputed: true,
    ...fromOne,
  }),
  entry('7065', { inputs: 4, outputs: 5, layout: OUTPUTS_INPUTS, writeAll: '@2', writeOne: '1', ...fromOne }),
  entry('7066', { outputs: 7, layout: ['outputs', 'none'], writeAll: '@2', writeOne: '1', ...fromOne }),
  entry('7067', { outputs: 7, layout: ['outputs', 'none'], writeAll: '@2', writeOne: '1', ...fromOne }),
  entry('4050', { inputs: 7, outputs: 8, layout: OUTPUTS_INPUTS, writeAll: '#2', writeOne: '1' }),
  entry('4051', { inputs: 16, layout: INPUTS_16 }, { unconfirmed: LAYOUT }),
  entry('4052', { inputs: 8, layout: ['inputs', 'none'] }, { unconfirmed: LAYOUT }),
  entry('4053', { inputs: 16, layout: INPUTS_16 }),
  entry(
    '4055',
    { inputs: 8, outputs: 8, layout: OUTPUTS_INPUTS, writeAll: '#2', writeOne: '1' },
    { unconfirmed: LAYOUT },
  ),
  entry(
    '4056S',
    { outputs: 12, layout: OUTPUTS_16, writeAll: '#4', writeOne: 'wide' },
    { aliases: ['4056SO'] },
  ),
  entry(
    '4060',
    { outputs: 4, layout: ['outputs', 'none'], writeAll: '#2', writeOne: '1' },
    { unconfirmed: LAYOUT },
  ),
  entry(
    '4068',
    { outputs: 8, layout: ['outputs', 'none'], writeAll: '#2', writeOne: '1' },
    { unconfirmed: LAYOUT },
  ),
];
