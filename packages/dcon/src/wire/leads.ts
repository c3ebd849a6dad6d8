/** First characters of requests. */
export const REQUEST_LEADS = '#$%@~';
/** First characters of answers. The two sets have no character in common, so an echo is known by its first. */
export const ANSWER_LEADS = '!>?';

export type RequestLead = '#' | '$' | '%' | '@' | '~';
export type AnswerLead = '!' | '>' | '?';

/** True for the characters that may begin a frame. They stand nowhere else in one. */
export const isLead = (character: string): boolean =>
  character !== '' && (REQUEST_LEADS + ANSWER_LEADS).includes(character);
export const isRequestLead = (character: string): character is RequestLead =>
  character !== '' && REQUEST_LEADS.includes(character);
export const isAnswerLead = (character: string): character is AnswerLead =>
  character !== '' && ANSWER_LEADS.includes(character);

/** Ends every frame. */
export const CR = 0x0d;

/** The characters of an address: two upper-case hexadecimal digits. */
export const addressText = (address: number): string => address.toString(16).toUpperCase().padStart(2, '0');
