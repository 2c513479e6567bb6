/** Erlang terms as they stand in a recording: lazily decoded, printed as their language prints them, and built for tests. */
export {
  children,
  childCount,
  printTerm,
  typeName,
  type Language,
  type NamedTerm,
  type ValueOptions,
} from './children.ts';
export { decodeTerm, encodedBytes, type DecodeOptions, type Inflate } from './decode.ts';
export { type ElixirPrintOptions, type FunIdentity, type KnownFun } from './elixir-printer.ts';
export * from './encode.ts';
export { exitText, type ExitText } from './exit-reason.ts';
export { type PrintLimits } from './output.ts';
export { functionOfFun, printElixir } from './print-elixir.ts';
export { printErlang, type ErlangPrintOptions } from './print-erlang.ts';
export { type TermSource } from './scan.ts';
export { type StructDefinition } from './standard-structs.ts';
export { structOf, type Struct } from './struct.ts';
export type * from './term.ts';
