/** What a monitor tells, one by one. Times are in milliseconds since the first byte that was heard. */
export type MonitorStreamEvent =
  | MonitorRequest
  | MonitorAnswer
  | MonitorUnanswered
  | MonitorNoise
  | MonitorLine
  | MonitorSummary;

/** What every frame has. */
interface MonitorFrame {
  /** Counts the frames of a conversation, from 1. */
  number: number;
  /** Absent in a recording without times. */
  time?: number;
  /** Which conversation, where a recording has several. */
  conversation?: string;
  /** Bytes of the stream before it. */
  offset: number;
  framing: string;
  /** Absent where nothing says it. */
  unit?: number;
  /** Hexadecimal text. */
  bytes: string;
  /** What it says. */
  meaning: string;
}

export interface MonitorRequest extends MonitorFrame {
  event: 'request';
  /** Present when it could as well be an answer whose request was not heard. */
  assumed?: true;
}

export interface MonitorAnswer extends MonitorFrame {
  event: 'answer';
  /** The number of the request; absent when that was not heard. */
  to?: number;
  /** Milliseconds from the last byte of the request to the first of the answer; absent where it cannot be told. */
  latency?: number;
  /** It came after its request had been given up. */
  late: boolean;
  /** False when it is an answer to that request and does not fit it. */
  fits: boolean;
  /** Why the device said no. */
  refusal?: string;
}

export interface MonitorUnanswered {
  event: 'unanswered';
  /** The number of the request. */
  number: number;
  time?: number;
  conversation?: string;
  framing: string;
  unit?: number;
  /** What was asked. */
  meaning: string;
}

export interface MonitorNoise {
  event: 'noise';
  time?: number;
  conversation?: string;
  offset: number;
  bytes: string;
  /** The request whose answer it probably was. */
  damaged?: number;
  /** What it was probably meant to be. A guess. */
  guess?: string;
}

/** The port was opened, lost or found again. */
export interface MonitorLine {
  event: 'line';
  medium: string;
  state: string;
  reason?: string;
}

/** Latencies in milliseconds. */
export interface MonitorLatency {
  min: number;
  mean: number;
  p50: number;
  p90: number;
  max: number;
}

export interface MonitorUnit {
  conversation?: string;
  framing: string;
  unit?: number;
  requests: number;
  answered: number;
  unanswered: number;
  late: number;
  refusals: number;
  wrong: number;
  damaged: number;
  stray: number;
  withoutAnswer: number;
  latency?: MonitorLatency;
}

export interface MonitorSummary {
  event: 'summary';
  units: MonitorUnit[];
  frames: number;
  frameBytes: number;
  noiseBytes: number;
  noisePieces: number;
  /** Milliseconds from the first byte to the last; absent without times. */
  duration?: number;
  /** RTU frames and damaged pieces that were written to the pcap file. */
  pcapPackets?: number;
}
