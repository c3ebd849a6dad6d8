// The module that finds every candidate of a capture. Raw pointers only, as in the core.

export { begin, prepare } from "./tables";
export { search } from "./search";
