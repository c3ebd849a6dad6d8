import { describe, expect, it } from 'vitest';
import { envSettings } from './env-settings.js';

describe('settings from the environment', () => {
  it('reads every variable', () => {
    const env = {
      BUS_PORT: '/dev/ttyUSB1',
      BUS_BAUD: '9600',
      BUS_PARITY: 'odd',
      BUS_DATA_BITS: '7',
      BUS_STOP_BITS: '2',
      BUS_LINE: '9600-7O2',
      BUS_RTSCTS: 'true',
      BUS_RTS: 'low',
      BUS_RTS_DELAY_AFTER: '2',
      BUS_TLS_SERVER_NAME: 'plc-7',
      BUS_TIMEOUT: '250',
      BUS_RETRIES: '0',
      BUS_ECHO: 'auto',
      HOME: 'elsewhere',
    };
    expect(envSettings(env)).toEqual({
      port: '/dev/ttyUSB1',
      baud: 9600,
      parity: 'odd',
      dataBits: 7,
      stopBits: 2,
      line: '9600-7O2',
      rtscts: true,
      rts: 'low',
      rtsDelayAfter: 2,
      tlsServerName: 'plc-7',
      timeout: 250,
      retries: 0,
      echo: 'auto',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(envSettings({ BUS_PORT: '', BUS_BAUD: '' })).toEqual({});
  });

  it.each([
    ['BUS_BAUD', 'fast', "BUS_BAUD must be a whole number, not 'fast'"],
    ['BUS_TIMEOUT', '1.5', "BUS_TIMEOUT must be a whole number, not '1.5'"],
    ['BUS_RETRIES', '-1', "BUS_RETRIES must be a whole number, not '-1'"],
    ['BUS_PARITY', 'E', "BUS_PARITY must be none, even or odd, not 'E'"],
    ['BUS_RTSCTS', 'maybe', "BUS_RTSCTS must be true or false, not 'maybe'"],
    ['BUS_RTSCTS', 'constructor', "BUS_RTSCTS must be true or false, not 'constructor'"],
    ['BUS_ECHO', 'yes', "BUS_ECHO must be off, on or auto, not 'yes'"],
  ])('refuses %s=%s and names the variable', (name, value, message) => {
    expect(() => envSettings({ [name]: value })).toThrow(message);
  });
});
