// The whole module. Raw pointers only: no object is ever allocated, so no runtime is compiled in.

export { crc16 } from "./crc16";
export { scan } from "./scan";
