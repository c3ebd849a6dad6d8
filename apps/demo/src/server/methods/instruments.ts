import type { HandlersOf } from './handler.js';

/** The instruments that the server knows. */
export const instrumentMethods: HandlersOf<'instruments.list' | 'instruments.read' | 'points.write'> = {
  'instruments.list': (_, { board }) => board.instruments,

  'instruments.read': ({ instrument }, { board, applicant, signal }) =>
    board.read(instrument, applicant, signal),

  'points.write': ({ instrument, point, value }, { board, applicant, signal }) =>
    board.write(instrument, point, value, applicant, signal),
};
