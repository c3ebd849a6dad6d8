export { type AlarmState, Alarms } from './client/alarms.js';
export { AnalogInputs, type AnalogReadOptions, type SynchronizedReadings } from './client/analog-inputs.js';
export {
  type AnalogOutputOptions,
  AnalogOutputs,
  type AnalogWriteOptions,
  type ChannelSettings,
} from './client/analog-outputs.js';
export { Calibration, type CalibrationOptions } from './client/calibration.js';
export type { ConfigurationChanges, ConfigureOptions } from './client/configure.js';
export { CounterSettings, type GateMode, type InputMode } from './client/counter-settings.js';
export { Counters } from './client/counters.js';
export { type BroadcastOptions, DconClient, type ScanOptions } from './client/dcon-client.js';
export { DconModule } from './client/dcon-module.js';
export { type DefaultPair, Defaults } from './client/defaults.js';
export { DigitalInputs, type DigitalState, type SynchronizedState } from './client/digital-inputs.js';
export { DigitalOutputs, type SetOptions } from './client/digital-outputs.js';
export type { Identity } from './client/identify.js';
export type { CallOptions, ModuleOptions } from './client/module-requests.js';
export { type ActiveLevel, type ModuleProtocol, type ProtocolState, Service } from './client/service.js';
export { Watchdog, type WatchdogSettings, type WatchdogStatus } from './client/watchdog.js';
export { allCommands, commandsOf, type ModuleKind } from './commands/index.js';
/** The commands one by one, for `DconModule.call`: `commands.counter.showText`. */
export * as commands from './commands/tables.js';
export { addressOf, describeAnswer, describeRequest } from './describe.js';
export { DconClamped, DconRejected, DconWatchdogTripped } from './errors.js';
export {
  type Answer,
  dconExchange,
  INIT_ADDRESS,
  type Question,
  questionOf,
} from './exchange.js';
export type {
  AnalogInputFeatures,
  AnalogOutputFeatures,
  CounterFeatures,
  DefaultsForm,
  DigitalByte,
  DigitalFeatures,
  Family,
} from './families/family.js';
export { families, familyOf } from './families/index.js';
export { type DconFraming, type DconFramingOptions, dconFraming } from './framing.js';
export { type RawOptions, rawQuestion } from './raw-question.js';
export * from './simulated/index.js';
export {
  baudCodeOf,
  type Configuration,
  type DataFormat,
  decodeConfiguration,
  type SerialFormat,
} from './values/configuration.js';
export type { Measured } from './values/encode-reading.js';
export { decodeReadings, type Reading, type ReadingOptions, type ReadingWidth } from './values/readings.js';
export { type OutputRange, outputRanges, type SignalType, signalTypes } from './values/type-codes.js';
export {
  type AnswerKind,
  type AnyCommand,
  type Command,
  command,
  decodeAny,
  type Effect,
} from './wire/command.js';
export { checksumOf, frameOf, textOf, withoutChecksum } from './wire/frame-text.js';
export type { AnyFields, FieldsOf, Template } from './wire/template.js';
