export { type CaptureFrame, captureRtu, type RtuCapture, scanCapture } from './capture-rtu.js';
export type { CaptureSide } from './rtu-message.js';
