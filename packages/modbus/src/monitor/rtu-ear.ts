import type { Ear, Overheard } from '@bus/line/monitor';
import { type CaptureFrame, captureRtu } from '../capture/capture-rtu.js';
import { rtuFraming } from '../framing/rtu.js';
import { overheardModbus } from './overheard-modbus.js';

/** Finds Modbus RTU frames by what their bytes say, frames of functions that nobody knows included. */
export function rtuEar(): Ear {
  const capture = captureRtu();
  let base = 0;
  const heard = ({ offset, bytes, score, side }: CaptureFrame): Overheard => ({
    // A frame that would not stand alone was chosen for its neighbours: it counts a little.
    ...overheardModbus(rtuFraming, bytes, Math.max(score, 1), side),
    offset: base + offset,
    bytes,
  });
  return {
    get settled() {
      return base + capture.settled;
    },
    hear: chunk => capture.write(chunk).map(heard),
    silent() {
      const { position } = capture;
      const frames = capture.end().map(heard);
      base += position;
      return frames;
    },
  };
}
