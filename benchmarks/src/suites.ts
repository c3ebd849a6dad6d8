import { captureSuite } from './capture-suite.js';
import { checksumSuite } from './checksum-suite.js';
import { coldSuite } from './cold-suite.js';
import { crossoverSuite } from './crossover-suite.js';
import { connectionsSuite } from './end-to-end/connections-suite.js';
import { pacedSuite } from './end-to-end/paced-suite.js';
import { ptySuite } from './end-to-end/pty-suite.js';
import { tcpSuite } from './end-to-end/tcp-suite.js';
import { hexSuite } from './hex-suite.js';
import type { SuiteName } from './options.js';
import { idleLinesSuite } from './overhead/idle-lines-suite.js';
import { lineSuite } from './overhead/line-suite.js';
import { sizeSuite } from './overhead/size-suite.js';
import { startSuite } from './overhead/start-suite.js';
import { crcRivalsSuite } from './rivals/crc-suite.js';
import { receiveSuite } from './rivals/receive-suite.js';
import { transactionSuite } from './rivals/transaction-suite.js';
import { scanSuite } from './scan-suite.js';
import type { Suite } from './suite.js';
import { textSuite } from './text-suite.js';

/** What is measured, by the names that the command line knows. */
export const suites: Readonly<Record<SuiteName, Suite>> = {
  checksums: checksumSuite,
  crossover: crossoverSuite,
  scan: scanSuite,
  text: textSuite,
  hex: hexSuite,
  capture: captureSuite,
  cold: coldSuite,
  'crc-rivals': crcRivalsSuite,
  transaction: transactionSuite,
  receive: receiveSuite,
  tcp: tcpSuite,
  connections: connectionsSuite,
  pty: ptySuite,
  paced: pacedSuite,
  line: lineSuite,
  lines: idleLinesSuite,
  start: startSuite,
  size: sizeSuite,
};
