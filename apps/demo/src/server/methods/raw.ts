import { sendRaw } from '../raw/send-raw.js';
import type { HandlersOf } from './handler.js';

/** What people type. */
export const rawMethods: HandlersOf<'line.send'> = { 'line.send': sendRaw };
