/** How sure a finding is: measured, or only the likeliest or one possible explanation. */
export type Sure = 'certain' | 'likely' | 'possible';

/** One thing that was looked at, and what it was found to be. */
export interface Finding {
  /** What was looked at: `node`, `permission`, `echo`, … */
  check: string;
  status: 'ok' | 'warning' | 'problem' | 'unknown';
  sure: Sure;
  /** What was found. */
  text: string;
  /** What to do about it. */
  advice?: string;
}
