/** What one contender did in one turn. */
export interface Sample {
  readonly answered: number;
  readonly failed: number;
  /** How long the turn took, until its last read was finished. */
  readonly milliseconds: number;
  /** Milliseconds of the middle one of the answered reads, from the call to its end; absent for bare bytes. */
  readonly middle?: number;
  /** Microseconds of processor time of the client's process, user and system. */
  readonly cpu: number;
  /** Resident bytes of the client's process at the end of the turn. */
  readonly memory: number;
}

/** Answered reads per second. */
export function rateOf({ answered, milliseconds }: Sample): number {
  return (answered / milliseconds) * 1000;
}

/** Microseconds of the client's processor time for each answered read; of a turn without any, of the whole turn. */
export function cpuOf({ answered, cpu }: Sample): number {
  return cpu / Math.max(1, answered);
}
