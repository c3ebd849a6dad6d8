import { describe, expect, it } from 'vitest';
import {
  type AnyCommand,
  commandsOf,
  frameOf,
  type ModuleKind,
  type SimulatedModule,
  simulatedAnalogInput,
  simulatedAnalogOutput,
  simulatedCounter,
  simulatedDigital,
} from '../src/index.js';

const ACTIVE_LEVEL = ['~AAD', '~AAD{invert:h2}'];
const OF_7011 = [
  ...[
    '@AADI',
    '@AADO{outputs:h2}',
    '@AAHI{limit:v}',
    '@AALO{limit:v}',
    '@AARH',
    '@AARL',
    '@AAEA{mode:[ML]}',
    '@AADA',
  ],
  ...['@AACA', '@AARE', '@AACE', '~AA4', '~AA5{powerOn:h2}{safe:h2}'],
];
const WIDE = ['#AA00{data:h4}', '#AA1{channel:h1}000{on:b}'];
const OUTPUTS = [
  ...['@AA{data:h1}', '@AA{data:h2}', '@AA{data:h4}', '#AA0{group:[0ABCD]}{data:h2}'],
  ...['#AA{group:[1ABCD]}{channel:h1}0{on:b}', '~AA4{which:[PS]}', '~AA5{which:[PS]}'],
];
const MASKS_WIDER_THAN_8 = ['#AA{channel:h2}', '$AA5{mask:h4}', '$AA5{mask:h6}'];

interface Subject {
  readonly kind: ModuleKind;
  readonly make: () => SimulatedModule;
  /** Forms of the kind's commands that this model does not have, so that it is silent to them. */
  readonly lacks: readonly string[];
}

const digital = (family: string, lacks: readonly string[]): Subject => ({
  kind: 'digital',
  make: () => simulatedDigital(family),
  lacks,
});

const subjects: Record<string, Subject> = {
  7041: digital('7041', [...OUTPUTS, ...WIDE]),
  7044: digital('7044', ['@AA{data:h1}', '@AA{data:h4}', ...WIDE]),
  7050: digital('7050', ['@AA{data:h1}', '@AA{data:h4}', ...WIDE]),
  7060: digital('7060', ['@AA{data:h2}', '@AA{data:h4}', ...WIDE]),
  7063: digital('7063', ['@AA{data:h2}', '@AA{data:h4}', ...WIDE]),
  7017: {
    kind: 'analog-input',
    make: () => simulatedAnalogInput('7017'),
    lacks: [
      ...[...OF_7011, ...ACTIVE_LEVEL, ...MASKS_WIDER_THAN_8, '$AA3', '$AA4', '$AA5', '$AA9'],
      ...['$AA8C{channel:h1}', '$AA7C{channel:h1}R{type:h2}', '$AA9{sign:[+-]}{hundredths:h4}'],
    ],
  },
  '7019R': {
    kind: 'analog-input',
    make: () => simulatedAnalogInput('7019R'),
    lacks: [...OF_7011, ...ACTIVE_LEVEL, ...MASKS_WIDER_THAN_8, '$AA5'],
  },
  7021: {
    kind: 'analog-output',
    make: () => simulatedAnalogOutput('7021'),
    lacks: [
      ...ACTIVE_LEVEL,
      ...[
        '#AA{value:h3}',
        '#AA{channel:h1}{value:v}',
        '#AA{channel:h1}{value:h3}',
        '#AA{channel:h1}{value:h4}',
      ],
      ...['$AA6{channel:h1}', '$AA8{channel:h1}', '$AA4{channel:h1}', '$AA7{channel:h1}'],
      ...['~AA5{channel:h1}', '~AA4{channel:h1}', '$AA9{channel:h1}', '$AA9{channel:h1}{range:h1}{slew:h1}'],
      '$AA3{channel:h1}{counts:h2}',
    ],
  },
  7080: {
    kind: 'counter',
    make: () => simulatedCounter('7080'),
    lacks: [...ACTIVE_LEVEL, '#AA', '$AA5'],
  },
};

/** Fields with which a fresh module accepts a command. */
const FIELDS: Record<string, number | string> = {
  ...{ group: '0', which: 'P', protocol: '0', level: 'H', gate: '2', mode: '0', sign: '+', counter: 'P' },
  ...{ name: 'NAME', text: 'TEXT', newAddress: 1, baud: 6, invert: 1 },
};

function requestOf({ request }: AnyCommand, { stored }: SimulatedModule): string {
  const fields = [...request.source.matchAll(/\{(\w+):([^}]+)\}/g)].map(([, name, kind]) => {
    if (kind === '[1ABCD]') return [name, '1'];
    if (kind === 'v') return [name, '01.000'];
    if (kind === '[ML]') return [name, 'M'];
    return [name, name === 'type' ? stored.typeCode : (FIELDS[name!] ?? 0)];
  });
  return request.encode(1, Object.fromEntries(fields));
}

describe.each(Object.entries(subjects))('a simulated %s', (_, { kind, make, lacks }) => {
  const forms = commandsOf[kind].map(command => [command.request.source, command] as const);

  it.each(forms.filter(([form]) => !lacks.includes(form)))('answers %s', (_, command) => {
    const module = make();
    expect(module.answer(frameOf(requestOf(command, module), false))).toBeDefined();
  });

  it('is silent to what the model does not have', () => {
    const silent = forms.filter(([, command]) => {
      const module = make();
      return module.answer(frameOf(requestOf(command, module), false)) === undefined;
    });
    expect(silent.map(([form]) => form).sort()).toEqual([...lacks].sort());
  });
});
