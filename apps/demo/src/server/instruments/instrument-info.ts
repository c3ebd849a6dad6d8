import type { InstrumentInfo, PointInfo } from '../../protocol/index.js';
import type { InstrumentSettings } from '../settings/server-settings.js';
import { addressText } from './address-text.js';

/** What is told of an instrument, from its settings and what its kind knows. */
export function instrumentInfo(
  { id, line, protocol, address, title }: InstrumentSettings,
  model: string,
  points: readonly PointInfo[],
): InstrumentInfo {
  return {
    id,
    line,
    protocol,
    address: addressText(protocol, address),
    model,
    title: title ?? `${model[0]!.toUpperCase()}${model.slice(1)}`,
    points,
  };
}
