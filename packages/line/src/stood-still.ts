/**
 * Milliseconds by which something must be noticed too late for the process to have stood still meanwhile: stopped, asleep
 * with its machine, or busy with a calculation.
 */
export const STOOD_STILL = 3;

/**
 * Milliseconds in which what came meanwhile is read. Timers are looked at before input is: without them an answer that
 * came in time would be given up. Sockets need one turn of the event loop, serial ports that and a thread.
 */
export const READING = 5;
