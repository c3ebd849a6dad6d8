export { record } from '../../line/src/testing/recording-sink.ts';
export { until } from '../../line/src/testing/test-kit.ts';
export { type TransportFixture, transportSuite } from '../../line/src/testing/transport-suite.ts';
