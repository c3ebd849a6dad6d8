import type { TraceLine } from '../../protocol/index.js';
import { type Command, chosenLine, operands } from './command.js';
import { untilInterrupted } from './until-interrupted.js';

/** Characters of a frame of nine bytes, the usual length. */
const HEX_WIDTH = 27;

/** Shows what goes over a line. */
export const trace: Command = async workplace => {
  const { bus, asked, print, remark } = workplace;
  operands(asked);
  const line = await chosenLine(workplace);
  let last: TraceLine | undefined;
  return untilInterrupted(workplace, onRefused =>
    bus.subscribe(
      'trace',
      { line },
      ({ frames }) => {
        for (const frame of frames) {
          // After a reconnection the latest frames come once more; a server that was restarted counts anew.
          const isNew = last === undefined || isLater(frame, last);
          if (last && isNew && frame.number > last.number + 1)
            remark(`${frame.number - last.number - 1} not seen`);
          if (!isNew) continue;
          last = frame;
          print(frame, [formatFrame(frame)]);
        }
      },
      onRefused,
    ),
  );
};

/** Two frames that came in one piece may have the same time. */
const isLater = (frame: TraceLine, last: TraceLine): boolean =>
  frame.time === last.time ? frame.number > last.number : frame.time > last.time;

function formatFrame({ time, direction, hex, meaning }: TraceLine): string {
  const clock = `${new Date(time).toTimeString().slice(0, 8)}.${String(Math.floor(time % 1000)).padStart(3, '0')}`;
  return `${clock}  ${direction === 'sent' ? '→' : '←'}  ${hex.padEnd(HEX_WIDTH)}  ${meaning}`;
}
