export { type DoorOptions, type OpenDoors, openDoors } from './open-doors.js';
