export type { Answered } from './ask.js';
export type { LineAnswered } from './ask-line.js';
export type { Context, LineInfo } from './context.js';
export { type DeviceLimits, DeviceMap, type MapDevice, type MapPoint } from './device-map/device-map.js';
export { loadDeviceMap, parseDeviceMap } from './device-map/load-device-map.js';
export {
  loadPollConfig,
  type PollConfig,
  type PollLine,
  type PollPoint,
  parsePollConfig,
} from './device-map/poll-config.js';
export type { Finding, Sure } from './diagnose/finding.js';
export { ExitCode, exitCodeOf, exitCodes } from './exit-code.js';
export type { ErrorJson } from './format-error.js';
export { type DconIdentity, type DconInfoResult, dconInfo } from './services/dcon/info.js';
export type { ChecksumOption, DconAnswered, DconModuleOptions } from './services/dcon/module-options.js';
export type { DconValue } from './services/dcon/module-values.js';
export { type DconReadOptions, type DconReadResult, dconRead } from './services/dcon/read.js';
export {
  type DconScanResult,
  dconScan,
  type FoundModule,
  type ScanProblem,
  type ScanProgress,
} from './services/dcon/scan.js';
export type { ScanRange } from './services/dcon/scan-plan.js';
export { type DconSendOptions, type DconSendResult, dconSend } from './services/dcon/send.js';
export { type DconSetOptions, type DconSetResult, dconSet } from './services/dcon/set.js';
export {
  type DconSample,
  type DconWatchEvent,
  type DconWatchOptions,
  type DconWatchSummary,
  dconWatch,
} from './services/dcon/watch.js';
export {
  type DecodedBroken,
  type DecodedFrame,
  type DecodeOptions,
  type DecodeResult,
  decode,
} from './services/decode/decode.js';
export {
  type DoctorEvent,
  type DoctorOptions,
  type DoctorSummary,
  doctor,
  type FindingEvent,
} from './services/doctor/doctor.js';
export {
  type DrioOptions,
  type DrioResult,
  type DrioSetOptions,
  drioRead,
  drioSet,
} from './services/drio.js';
export {
  type ExplainedAs,
  type ExplainOptions,
  type ExplainResult,
  explainBytes,
} from './services/explain.js';
export {
  type GatewayCount,
  type GatewayServiceOptions,
  type GatewayStatisticsEvent,
  type GatewayStreamEvent,
  gateway,
} from './services/gateway.js';
export {
  type DeviceFact,
  type IdentifyOptions,
  type IdentifyResult,
  type IdentityAnswer,
  identify,
} from './services/identify.js';
export { type MonitorServiceOptions, monitor } from './services/monitor/monitor.js';
export type { MonitorStreamEvent, MonitorSummary } from './services/monitor/monitor-events.js';
export { type PingOptions, ping } from './services/ping.js';
export type {
  PingEvent,
  PingedUnit,
  PingLost,
  PingReply,
  PingSummary,
  RoundTripStatistics,
} from './services/ping-events.js';
export { type PollOptions, poll } from './services/poll/poll.js';
export type {
  Latencies,
  PointFault,
  PointSummary,
  PointValue,
  PollEvent,
  PollLineEvent,
  PollSample,
  PollSkipped,
  PollSummary,
  UnitSummary,
} from './services/poll/poll-event.js';
export type { PollTarget } from './services/poll/poll-target.js';
export { type PortsResult, ports } from './services/ports.js';
export { type ReadOptions, type ReadResult, type ReadTable, read } from './services/read.js';
export { type ScanLineOptions, scanLine } from './services/scan/line.js';
export type {
  LineSkipped,
  LineSpeaks,
  LineSummary,
  LineUnreadable,
  ScanLineEvent,
} from './services/scan/line-events.js';
export type {
  RegisterRange,
  RegistersSummary,
  ScanRegistersEvent,
  TableSummary,
} from './services/scan/register-events.js';
export { type ScanRegistersOptions, scanRegisters } from './services/scan/registers.js';
export type { OnProgress, Progress } from './services/scan/scan-progress.js';
export type { ScanUnitsEvent, UnitFound, UnitProblem, UnitsSummary } from './services/scan/unit-events.js';
export { type ScanUnitsOptions, scanUnits } from './services/scan/units.js';
export {
  type ServeServiceOptions,
  type ServeStreamEvent,
  type ServeSummary,
  serve,
} from './services/serve.js';
export type { DryRun } from './services/values/dry-run.js';
export {
  type ReadAllOptions,
  type ReadAllResult,
  type ReadEvent,
  type ReadStreamOptions,
  type ReadSummary,
  readAll,
  readStream,
} from './services/values/read-all.js';
export type { FailedReading, Reading } from './services/values/reading.js';
export {
  dryRunOfWrite,
  type WriteAllOptions,
  type WriteAllResult,
  writeAll,
} from './services/values/write-all.js';
export {
  type WriteFunction,
  type WriteOptions,
  type WriteResult,
  type WriteTable,
  write,
} from './services/write.js';
export type { ConnectionOptions } from './settings.js';
export type { StreamEvent } from './stream-event.js';
export type { PortHolder } from './system/port-holders.js';
export type { PortStatus } from './system/port-status.js';
