import type { CompletionResult } from './commands/completion.js';
import type { ErrorJson } from './format-error.js';
import type { DconInfoResult } from './services/dcon/info.js';
import type { DconReadResult } from './services/dcon/read.js';
import type { DconScanResult } from './services/dcon/scan.js';
import type { DconSendResult } from './services/dcon/send.js';
import type { DconSetResult } from './services/dcon/set.js';
import type { DconWatchEvent } from './services/dcon/watch.js';
import type { DecodeResult } from './services/decode/decode.js';
import type { DoctorEvent } from './services/doctor/doctor.js';
import type { DrioResult } from './services/drio.js';
import type { ExplainResult } from './services/explain.js';
import type { GatewayStreamEvent } from './services/gateway.js';
import type { IdentifyResult } from './services/identify.js';
import type { MonitorStreamEvent } from './services/monitor/monitor-events.js';
import type { PingEvent } from './services/ping-events.js';
import type { PollEvent } from './services/poll/poll-event.js';
import type { PortsResult } from './services/ports.js';
import type { ReadResult } from './services/read.js';
import type { ScanLineEvent } from './services/scan/line-events.js';
import type { ScanRegistersEvent } from './services/scan/register-events.js';
import type { ScanUnitsEvent } from './services/scan/unit-events.js';
import type { ServeStreamEvent } from './services/serve.js';
import type { DryRun } from './services/values/dry-run.js';
import type { ReadAllResult, ReadEvent } from './services/values/read-all.js';
import type { WriteAllResult } from './services/values/write-all.js';
import type { WriteResult } from './services/write.js';

/**
 * What each command prints with `--json`: an object, or one line per event. What fails as a whole prints `Error` in its
 * place. The schemas that are published are made of this.
 */
export interface CommandOutput {
  completion: CompletionResult;
  'dcon:info': DconInfoResult;
  'dcon:read': DconReadResult;
  'dcon:scan': DconScanResult;
  'dcon:send': DconSendResult;
  'dcon:set': DconSetResult;
  'dcon:watch': DconWatchEvent;
  decode: DecodeResult;
  doctor: DoctorEvent;
  'drio:read': DrioResult;
  'drio:set': DrioResult;
  error: ErrorJson;
  explain: ExplainResult;
  gateway: GatewayStreamEvent;
  identify: IdentifyResult;
  monitor: MonitorStreamEvent;
  ping: PingEvent;
  poll: PollEvent;
  ports: PortsResult;
  read: ReadResult | ReadAllResult | ReadEvent | DryRun;
  'scan:line': ScanLineEvent;
  'scan:registers': ScanRegistersEvent;
  'scan:units': ScanUnitsEvent;
  serve: ServeStreamEvent;
  watch: PollEvent;
  write: WriteResult | WriteAllResult | DryRun;
}
