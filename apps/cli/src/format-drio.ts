import type { DrioResult } from './services/drio.js';

/** What is known of a 232DRIO: `relay1 on  relay2 off  input low`. */
export function formatDrio({ relay1, relay2, input }: DrioResult): string {
  return `relay1 ${onOff(relay1)}  relay2 ${onOff(relay2)}  input ${input ? 'high' : 'low'}`;
}

const onOff = (state: boolean) => (state ? 'on' : 'off');
