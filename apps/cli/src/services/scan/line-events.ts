import type { Finding } from '../../diagnose/finding.js';
import type { SoundFraming } from '../../diagnose/sound-frames.js';

interface AtSetting {
  baud: number;
  /** Data bits, parity and stop bits: `8N1`. */
  format: string;
}

/** The line speaks in this way. */
export interface LineSpeaks extends AtSetting {
  event: 'speaks';
  framing: SoundFraming;
  /** Whether somebody answered, or was overheard talking with others. */
  evidence: 'answered' | 'overheard';
  /** Who answered, or the first unit that was overheard. */
  unit: number;
  /** Sound frames. */
  frames: number;
  /** `certain`: several sound frames; with one alone `likely`. */
  sure: 'certain' | 'likely';
}

/** Something was heard at a setting that could not be read. */
export interface LineUnreadable extends AtSetting {
  event: 'unreadable';
  /** How many bytes, and the first of them as hexadecimal text. */
  bytes: number;
  heard: string;
  findings: Finding[];
}

/** The port cannot be set like this. */
export interface LineSkipped extends AtSetting {
  event: 'skipped';
  reason: string;
}

export interface LineSummary {
  event: 'summary';
  port: string;
  simulated: boolean;
  /** Settings that were tried, of how many. */
  tried: number;
  candidates: number;
  /** Whether others talk on the line: then nothing was sent. */
  traffic: boolean;
  /** What the line speaks, as far as it was found. */
  found: LineSpeaks[];
  notes: string[];
  complete: boolean;
  /** Milliseconds. */
  elapsed: number;
}

export type ScanLineEvent = LineSpeaks | LineUnreadable | LineSkipped | LineSummary;
