import { describe, expect, it } from 'vitest';
import { formatMonitorSummary } from './format-monitor.js';
import type { MonitorSummary } from './services/monitor/monitor-events.js';

const nothing: MonitorSummary = {
  ...{ event: 'summary', units: [], frames: 0, frameBytes: 0, noiseBytes: 0, noisePieces: 0 },
};

describe('the summary of a monitor', () => {
  it('has no table of nobody, and says so', () => {
    expect(formatMonitorSummary(nothing)).toEqual([
      '',
      '0 frames of 0 bytes, 0 bytes of noise in 0 pieces',
      'Nobody talked, or not to this port.',
    ]);
  });

  it('says what to look at when all is noise', () => {
    const lines = formatMonitorSummary({
      ...nothing,
      noiseBytes: 1,
      noisePieces: 1,
      duration: 1234,
      pcapPackets: 1,
    });
    expect(lines).toEqual([
      '',
      '0 frames of 0 bytes in 1.2 s, 1 byte of noise in 1 piece',
      'Look at speed and parity: bus scan line finds them, and bus doctor --listen 2000 tells what is wrong.',
      '1 packet written as pcap',
    ]);
  });
});
