import type { PointInfo } from '../../protocol/index.js';
import type { Standing } from '../state/freshness.js';
import type { InstrumentState } from '../state/instrument-state.js';
import { FailureNote } from './failure-note.js';
import { OutputSwitch } from './output-switch.js';

export interface OutputSwitchesProps {
  readonly instrument: InstrumentState;
  readonly points: readonly PointInfo[];
  readonly standing: Standing;
}

/** The outputs of an instrument, each switched by itself. */
export function OutputSwitches({ instrument, points, standing }: OutputSwitchesProps) {
  return (
    <>
      <fieldset class="switches">
        <legend class="unseen">Outputs</legend>
        {points.map(point => (
          <OutputSwitch key={point.id} instrument={instrument} point={point} standing={standing} />
        ))}
      </fieldset>
      {points.map(point => {
        const write = instrument.write(point);
        const failure = write?.failure.value;
        return (
          failure !== undefined && (
            <FailureNote
              key={point.id}
              failure={failure}
              what={point.title}
              onDismiss={() => write?.dismiss()}
            />
          )
        );
      })}
    </>
  );
}
