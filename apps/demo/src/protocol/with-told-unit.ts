import type { InstrumentValues, PointInfo } from './instruments.js';

/** A point with the unit that the instrument itself told with its values, where it did. */
export function withToldUnit<P extends Pick<PointInfo, 'id' | 'unit'>>(
  point: P,
  values: Pick<InstrumentValues, 'units'> | undefined,
): P {
  const unit = values?.units?.[point.id];
  return unit === undefined ? point : { ...point, unit };
}
