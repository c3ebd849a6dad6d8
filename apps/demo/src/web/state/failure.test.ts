import { expect, test } from 'vitest';
import { RpcCode, RpcError } from '../../protocol/rpc-error.js';
import { failureOf } from './failure.js';

const doubt = 'It may have been carried out all the same: read it back before you repeat it.';

test('the server’s hint and doubts are passed on as sentences', () => {
  const error = new RpcError(RpcCode.LINE, 'module 02: no reply', {
    hint: 'check the wiring',
    outcomeUnknown: true,
  });
  expect(failureOf(error)).toEqual({
    message: 'Module 02: no reply.',
    hint: `${doubt} Check the wiring.`,
  });
  const saidAlready = new RpcError(RpcCode.LINE, 'no reply', { hint: doubt, outcomeUnknown: true });
  expect(failureOf(saidAlready).hint).toBe(doubt);
  expect(failureOf(new RpcError(1, 'lost', { outcomeUnknown: true })).hint).toBe(doubt);
});

test('failures without a hint of their own get one by their code', () => {
  expect(failureOf(new RpcError(RpcCode.DISCONNECTED, 'lost')).hint).toBe(
    'Try again when the server is connected.',
  );
  expect(failureOf(new RpcError(RpcCode.INVALID_PARAMS, 'value: a number'))).toEqual({
    message: 'value: a number.',
  });
});

test('whatever is thrown is said', () => {
  expect(failureOf(new Error('odd'))).toEqual({ message: 'Error: odd.' });
  expect(failureOf(new RpcError(1, ' ')).message).toBe('It failed for an unknown reason.');
});
