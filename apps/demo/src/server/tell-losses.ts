import type { LineInfo } from '../protocol/index.js';
import type { LineAccess } from './line-access.js';

/** Says when a line is lost, once for each reason, and when it is back; returns what ends that. */
export function tellLosses(line: LineAccess, tell: (text: string) => void): () => void {
  let lost: string | undefined;
  const look = ({ id, state, reason = 'for no known reason' }: LineInfo) => {
    if (state === 'lost' && reason !== lost) tell(`Line ${id} is lost: ${reason}`);
    if (state === 'open' && lost !== undefined) tell(`Line ${id} is back.`);
    if (state === 'lost') lost = reason;
    else if (state === 'open') lost = undefined;
  };
  look(line.info);
  return line.on('info', look);
}
