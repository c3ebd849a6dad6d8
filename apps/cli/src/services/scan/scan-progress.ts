/** How far a scan is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly found: number;
  /** What is asked now, for people. */
  readonly where: string;
}

export type OnProgress = (progress: Progress) => void;
