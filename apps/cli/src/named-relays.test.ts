import { describe, expect, it } from 'vitest';
import { namedRelays } from './named-relays.js';

describe('naming relays', () => {
  it('names one alone, in two ways', () => {
    expect(namedRelays({ relay: '2', state: 'on' })).toEqual({ relay2: true });
    expect(namedRelays({ relay1: 'off' })).toEqual({ relay1: false });
  });

  it('names both', () => {
    expect(namedRelays({ relay1: 'on', relay2: '0' })).toEqual({ relay1: true, relay2: false });
  });

  it.each([
    ['a state of no relay', { state: 'on' }, "'on' belongs to no relay"],
    ['a relay without a state', { relay: '1' }, '--relay 1 needs a state'],
    ['what is neither on nor off', { relay1: 'high' }, "a relay is on or off, not 'high'"],
  ] as const)('refuses %s', (_, named, message) => {
    expect(() => namedRelays(named)).toThrow(message);
  });
});
