import { type Output, type PrintLimits } from './output.ts';
import { type StructDefinition } from './standard-structs.ts';
import { type FunTerm, type Term } from './term.ts';

/** What a printed fun says of itself: `#Fun<MODULE.INDEX.UNIQ>`. */
export type FunIdentity = Pick<FunTerm, 'module' | 'index' | 'oldUniq'>;

/** What only the code says of a fun: the compiler's name (`-total/1-fun-0-`) and, if the fun does not say it, the arity. */
export interface KnownFun {
  readonly name: string;
  readonly arity?: number;
}

export interface ElixirPrintOptions extends PrintLimits {
  /** `infer`, as `inspect/2` does: lists of printable ASCII are charlists. `lists`: never. Default: infer. */
  readonly charlists?: 'infer' | 'lists';
  /** Charlists as `~c"abc"`, as Elixir prints them from 1.15 on, instead of `'abc'`. Default: false. */
  readonly charlistSigils?: boolean;
  /**
   * Structs by module (`Elixir.Shop.Cart`). Without a definition the fields of a struct are printed in alphabetical order;
   * with one, in its order, and a struct that does not fit it is printed as the map it is.
   */
  readonly structs?: ReadonlyMap<string, StructDefinition>;
  /** Name of the recorded node: its pids print as `#PID<0.1.0>`, those of other nodes with the node in place of the 0. */
  readonly localNode?: string;
  /** Tells of a fun what is not part of the value. Undefined if not known. */
  readonly funOf?: (fun: FunIdentity) => KnownFun | undefined;
}

/** What printing carries along. */
export interface ElixirPrinter {
  readonly out: Output;
  readonly options: ElixirPrintOptions;
  readonly charlists: boolean;
  /** Levels of nesting that may still be entered. */
  readonly depth: number;
  readonly print: (term: Term, printer: ElixirPrinter) => void;
}

/** Terms in a row: a list, or the keys of a map. */
export interface Sequence {
  readonly child: (index: number) => Term | undefined;
  readonly tail: () => Term | undefined;
}
