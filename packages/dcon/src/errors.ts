import { DeviceError } from '@bus/line';

/** The module understood the command and refused it. */
export class DconRejected extends DeviceError {
  /** The answer, `?` or `?AA`. */
  readonly answer: string;

  constructor(label: string, answer: string, message = 'refused', hint = REFUSED) {
    super(`${label}: ${message}`, { label, hint });
    this.answer = answer;
  }
  override get name(): string {
    return 'DconRejected';
  }
}

/** An analog output was told a value out of its range, and **has moved** to the end of its range. */
export class DconClamped extends DconRejected {
  constructor(label: string, answer: string) {
    super(label, answer, 'out of range: the output has gone to the end of its range', CLAMPED);
  }
  override get name(): string {
    return 'DconClamped';
  }
}

/** The host watchdog has tripped: the outputs hold their safe values, and the command was ignored. */
export class DconWatchdogTripped extends DeviceError {
  constructor(label: string) {
    super(`${label}: ignored, because the host watchdog has tripped`, { label, hint: TRIPPED });
  }
  override get name(): string {
    return 'DconWatchdogTripped';
  }
}

const REFUSED =
  'The module has no such channel or range, is not in INIT mode, or has to be put into another state before.';
const CLAMPED = 'Read back what the output is now: it is not what it was before.';
const TRIPPED =
  'The outputs hold their safe values. Find out why the host was silent, clear the status, and write again.';
