import { BusError, UsageError } from '@bus/line';
import {
  AddressList,
  certificateRole,
  parseLineFormat,
  parsePortUrl,
  transportFor,
} from '@bus/transport-node';
import { must, unlessRefused } from '../oracle.js';
import { type Target, textOf } from '../target.js';

export const target: Target = {
  name: 'urls',
  promise:
    'the name of a port, a block of addresses or a character format is refused with a UsageError, or means something within its range',
  longest: 150,
  words: [
    'rtu:',
    'ascii:',
    'tcp://',
    'tls://',
    'udp://',
    'rtu+tcp://',
    '/dev/ttyUSB0',
    'COM3',
    '?baudRate=',
    '&parity=',
    '&stopBits=',
    'even',
    ':65535',
    '[::1]',
    '%2f',
    '&certFile=',
    'connectTimeout=',
    '8N1',
    '/24',
    '__proto__',
  ],
  seeds: [
    '/dev/ttyUSB0',
    'rtu:/dev/ttyUSB0?baudRate=9600&parity=even',
    'COM3',
    'tcp://10.0.0.7:502?connectTimeout=5000',
    'tls://host:802?servername=a&certFile=b&keyFile=c&caFile=d',
    'udp://[fe80::1%eth0]:502?localPort=99',
    'rtu+tcp://host',
    'ascii:/dev/ttyS0?dataBits=7&stopBits=2',
    '10.0.0.0/8',
    '19200-8N1',
  ],
  run(input) {
    const text = textOf(input);
    const url = unlessRefused(() => parsePortUrl(text), UsageError);
    if (url !== undefined) {
      if (url.kind === 'serial') must(url.path.length > 0, 'no path');
      else must(url.host.length > 0 && Number.isInteger(url.port), 'no host, or no port');
      const transport = unlessRefused(() => transportFor(text), BusError);
      if (transport !== undefined) must(transport.medium.name.length > 0, 'a transport without a name');
    }
    unlessRefused(() => parseLineFormat(text), UsageError);
    const list = unlessRefused(() => new AddressList([text]), UsageError);
    if (list !== undefined) must(list.has(text.split('/')[0]!), 'a block without its own address');
    certificateRole(input);
  },
};
