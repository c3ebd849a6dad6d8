import { ReplyError } from '@bus/line';

/** @throws {ReplyError} unless `condition` holds of an answer whose form was right. */
export function checkAnswer(condition: boolean, message: string, hint?: string): asserts condition {
  if (!condition) throw new ReplyError('malformed', message, hint === undefined ? {} : { hint });
}
