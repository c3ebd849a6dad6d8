/** What a type code says of an analog channel. */
export interface SignalType {
  readonly code: number;
  /** For people: `±10 V`, `thermocouple K`. */
  readonly range: string;
  readonly unit: string;
  /** What hexadecimal 8000 (bipolar) or 10000 (unipolar) would stand for; undefined where no source says it. */
  readonly fullScale?: number;
  /** Lower end of a unipolar range; readings run from it to `fullScale`. */
  readonly from?: number;
  /** Thermocouples and RTDs have range marks in hexadecimal; for voltages the same characters are full scale. */
  readonly marks: boolean;
}

const types = new Map<number, SignalType>();

const linear = (code: number, fullScale: number, unit: string): void => {
  types.set(code, { code, range: `±${fullScale} ${unit}`, unit, fullScale, marks: false });
};
const unipolar = (code: number, from: number, fullScale: number, unit: string): void => {
  types.set(code, { code, range: `${from}–${fullScale} ${unit}`, unit, from, fullScale, marks: false });
};
const sensor = (code: number, range: string, fullScale?: number): void => {
  types.set(code, {
    code,
    range,
    unit: '°C',
    marks: true,
    ...(fullScale === undefined ? {} : { fullScale }),
  });
};

for (const [index, [fullScale, unit]] of (
  [
    [15, 'mV'],
    [50, 'mV'],
    [100, 'mV'],
    [500, 'mV'],
    [1, 'V'],
    [2.5, 'V'],
    [20, 'mA'],
  ] as const
).entries())
  linear(index, fullScale, unit);
unipolar(0x07, 4, 20, 'mA');
for (const [index, [fullScale, unit]] of (
  [
    [10, 'V'],
    [5, 'V'],
    [1, 'V'],
    [500, 'mV'],
    [150, 'mV'],
    [20, 'mA'],
  ] as const
).entries())
  linear(0x08 + index, fullScale, unit);
unipolar(0x1a, 0, 20, 'mA');
linear(0x1b, 150, 'V');
linear(0x1c, 50, 'V');
for (const [index, letter] of [...'JKTERSBNC'].entries())
  sensor(0x0e + index, `thermocouple ${letter}`, letter === 'K' ? 1372 : undefined);
sensor(0x17, 'thermocouple L');
sensor(0x18, 'thermocouple M');
sensor(0x19, 'thermocouple L (DIN 43710)');
for (const [base, alpha] of [
  [0x20, '.00385'],
  [0x24, '.003916'],
] as const)
  for (const [index, [from, to]] of (
    [
      [-100, 100],
      [0, 100],
      [0, 200],
      [0, 600],
    ] as const
  ).entries())
    sensor(base + index, `Pt100 α=${alpha} ${from}…${to} °C`, to);
sensor(0x28, 'Ni120 -80…100 °C', 100);
sensor(0x29, 'Ni120 0…100 °C', 100);
sensor(0x2a, 'Pt1000 -200…600 °C', 600);
sensor(0x2b, 'Cu100');
sensor(0x2c, 'Cu100');
sensor(0x2d, 'Cu1000');
sensor(0x2e, 'Pt100 α=.00385 ±200 °C', 200);
sensor(0x2f, 'Pt100 α=.003916 ±200 °C', 200);
sensor(0x80, 'Pt100 α=.00385 -200…600 °C', 600);
sensor(0x81, 'Pt100 α=.003916 -200…600 °C', 600);
sensor(0x82, 'Cu50');
sensor(0x83, 'Ni100');

/** Types of analog inputs, by code. */
export const signalTypes: ReadonlyMap<number, SignalType> = types;

/** The range of an analog output. */
export interface OutputRange {
  readonly from: number;
  readonly to: number;
  readonly unit: string;
}

const outputRange = (from: number, to: number, unit: string): OutputRange => ({ from, to, unit });

/** Ranges of analog outputs by the low digit of type codes 30 to 35, which is also the range digit of a channel. */
export const outputRanges: readonly OutputRange[] = [
  outputRange(0, 20, 'mA'),
  outputRange(4, 20, 'mA'),
  outputRange(0, 10, 'V'),
  outputRange(-10, 10, 'V'),
  outputRange(0, 5, 'V'),
  outputRange(-5, 5, 'V'),
];
