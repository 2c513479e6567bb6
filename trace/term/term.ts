import { type TermSource } from './scan.ts';

/** Every term knows its encoded form: `source` holds the bytes, `offset` is where its tag stands. */
interface Encoded {
  readonly source: TermSource;
  readonly offset: number;
}

export interface IntegerTerm extends Encoded {
  readonly kind: 'integer';
  /** A number while it is safe, a bigint beyond; undefined when it has more than 64 KiB and is not worth converting. */
  readonly value: number | bigint | undefined;
  /** Bytes of the magnitude as encoded. */
  readonly byteLength: number;
}

export interface FloatTerm extends Encoded {
  readonly kind: 'float';
  /** Always finite: the BEAM has no infinities and no NaN. */
  readonly value: number;
}

export interface AtomTerm extends Encoded {
  readonly kind: 'atom';
  readonly name: string;
}

export interface BinaryTerm extends Encoded {
  readonly kind: 'binary';
  /** A view of the bytes present, not a copy. */
  readonly bytes: Uint8Array;
  /** Size in bytes when it was alive. */
  readonly size: number;
  /** Bytes left out when recording: `size - bytes.length`. */
  readonly missing: number;
}

export interface BitstringTerm extends Encoded {
  readonly kind: 'bitstring';
  readonly bytes: Uint8Array;
  /** How many bits of the last byte count, from the high end: 1 to 7. */
  readonly bitsInLast: number;
}

export interface TupleTerm extends Encoded {
  readonly kind: 'tuple';
  /** Elements encoded; one of them is the mark if the tuple was cut. */
  readonly size: number;
  /** Outside of `0 .. size - 1`: undefined. Costs a skip over the elements before it, once. */
  readonly child: (index: number) => Term | undefined;
  readonly slice: (start: number, count: number) => readonly Term[];
  /** The mark at the end if elements are missing. */
  readonly cut: () => CutTerm | undefined;
}

export interface ListTerm extends Encoded {
  readonly kind: 'list';
  /** Elements promised by the first header: a lower bound of the length that costs nothing. */
  readonly atLeast: number;
  /** All elements, walked once; a tail that is itself a list counts. */
  readonly length: () => number;
  /** Past the last element: undefined. Costs a skip over the elements before it, once. */
  readonly child: (index: number) => Term | undefined;
  readonly slice: (start: number, count: number) => readonly Term[];
  /** What follows the last element: undefined for a proper list, a `cut` where recording stopped, anything else if improper. */
  readonly tail: () => Term | undefined;
  readonly cut: () => CutTerm | undefined;
}

export interface MapTerm extends Encoded {
  readonly kind: 'map';
  /** Pairs encoded; one of them is the mark if the map was cut. */
  readonly size: number;
  readonly key: (index: number) => Term | undefined;
  readonly value: (index: number) => Term | undefined;
  readonly slice: (start: number, count: number) => readonly { readonly key: Term; readonly value: Term }[];
  /** The mark at the end if pairs are missing. */
  readonly cut: () => CutTerm | undefined;
}

export interface PidTerm extends Encoded {
  readonly kind: 'pid';
  readonly node: string;
  readonly id: number;
  readonly serial: number;
  readonly creation: number;
}

export interface PortTerm extends Encoded {
  readonly kind: 'port';
  readonly node: string;
  readonly id: number | bigint;
  readonly creation: number;
}

export interface ReferenceTerm extends Encoded {
  readonly kind: 'reference';
  readonly node: string;
  /** As encoded: the words are printed last first. */
  readonly ids: readonly number[];
  readonly creation: number;
}

export interface FunTerm extends Encoded {
  readonly kind: 'fun';
  readonly module: string;
  /** Undefined in the old form, which does not say. */
  readonly arity: number | undefined;
  /** Index and hash as Elixir prints them. */
  readonly index: number;
  /** Index and hash as Erlang prints them. */
  readonly oldIndex: number;
  readonly oldUniq: number;
  readonly pid: Term | undefined;
  /** Variables of the closure. */
  readonly size: number;
  readonly child: (index: number) => Term | undefined;
  readonly slice: (start: number, count: number) => readonly Term[];
}

export interface ExportTerm extends Encoded {
  readonly kind: 'export';
  readonly module: string;
  readonly function: string;
  readonly arity: number;
}

/** A place where the recorder left something out. `missing` counts what, 0 if unknown. */
export interface CutTerm extends Encoded {
  readonly kind: 'cut';
  readonly what: 'term' | 'elements' | 'pairs' | 'tuple elements' | 'bytes' | 'redacted';
  readonly missing: number;
}

/** A value the recorder could only write as text: it is printed as it stands. */
export interface OpaqueTerm extends Encoded {
  readonly kind: 'opaque';
  readonly text: string;
}

/** Bytes that are no term. `offset` is where they stopped making sense. */
export interface InvalidTerm extends Encoded {
  readonly kind: 'invalid';
  readonly expected: string;
}

/** One decoded node. Its children are decoded when asked for, never before. */
export type Term =
  | IntegerTerm
  | FloatTerm
  | AtomTerm
  | BinaryTerm
  | BitstringTerm
  | TupleTerm
  | ListTerm
  | MapTerm
  | PidTerm
  | PortTerm
  | ReferenceTerm
  | FunTerm
  | ExportTerm
  | CutTerm
  | OpaqueTerm
  | InvalidTerm;

export type TermKind = Term['kind'];
