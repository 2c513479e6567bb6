/**
 * A term to be written, as plain data. Integers are numbers or bigints, so floats say that they are floats. A tuple, list, map or
 * binary that was written before in the same chunk (the same object) is written as a reference to it.
 */
export type Description =
  | number
  | bigint
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'atom'; readonly name: string }
  | BinaryDescription
  | { readonly type: 'pid'; readonly id: number; readonly serial: number }
  /** The numbers of a local reference, as they follow the manifest's prefix. */
  | { readonly type: 'reference'; readonly numbers: Uint8Array }
  | { readonly type: 'opaque'; readonly text: string }
  /** One external term without the leading 131. */
  | { readonly type: 'external'; readonly bytes: Uint8Array }
  | TupleDescription
  | ListDescription
  /** A list without its first elements. */
  | { readonly type: 'listFrom'; readonly list: ListDescription; readonly without: number }
  | MapDescription
  | { readonly type: 'cut'; readonly what: 'term' | 'redacted' };

export interface BinaryDescription {
  readonly type: 'binary';
  /** Bytes that must not change while the trace is written: views of one buffer are written as windows of one another. */
  readonly bytes: Uint8Array;
  /** Size when it was alive, if more. */
  readonly total?: number;
}
export interface TupleDescription {
  readonly type: 'tuple';
  readonly elements: readonly Description[];
  readonly size?: number;
}
export interface ListDescription {
  readonly type: 'list';
  readonly elements: readonly Description[];
  /** Absent: a proper list. Another list: its elements follow. */
  readonly tail?: Description;
  /** Elements left out at its end; 0: nobody knows how many. */
  readonly missing?: number;
}
export interface MapDescription {
  readonly type: 'map';
  readonly pairs: readonly (readonly [Description, Description])[];
  readonly size?: number;
}

/** Short ways to write descriptions down. */
export const describe = {
  float: (value: number): Description => ({ type: 'float', value }),
  atom: (name: string): Description => ({ type: 'atom', name }),
  text: (text: string): BinaryDescription => ({ type: 'binary', bytes: new TextEncoder().encode(text) }),
  binary: (bytes: Uint8Array): BinaryDescription => ({ type: 'binary', bytes }),
  pid: (id: number, serial = 0): Description => ({ type: 'pid', id, serial }),
  tuple: (...elements: readonly Description[]): TupleDescription => ({ type: 'tuple', elements }),
  list: (elements: readonly Description[], tail?: Description): ListDescription =>
    tail === undefined ? { type: 'list', elements } : { type: 'list', elements, tail },
  map: (pairs: readonly (readonly [Description, Description])[]): MapDescription => ({ type: 'map', pairs }),
  opaque: (text: string): Description => ({ type: 'opaque', text }),
  external: (bytes: Uint8Array): Description => ({ type: 'external', bytes }),
} as const;
