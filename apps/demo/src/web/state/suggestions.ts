import type { InstrumentInfo, LineInfo } from '../../protocol/index.js';

/** Commands worth trying on a line: harmless questions to the instruments that are on it. */
export function suggestions(line: LineInfo, instruments: readonly InstrumentInfo[]): readonly string[] {
  const there = instruments.filter(instrument => instrument.line === line.id);
  const found = there.map(questionTo).slice(0, 3);
  return found.length > 0 ? [...new Set(found)] : [FALLBACKS[line.protocol]];
}

const FALLBACKS = { modbus: '01 03 00 00 00 01', dcon: '$012', '232drio': '!0R' } as const;

function questionTo({ protocol, address, model }: InstrumentInfo): string {
  if (protocol === 'dcon') return `$${address}2`;
  if (protocol === '232drio') return FALLBACKS[protocol];
  const unit = Number(address).toString(16).toUpperCase().padStart(2, '0');
  return /temperature/i.test(model) ? `${unit} 03 01 21 00 01` : `${unit} 03 00 00 00 01`;
}
