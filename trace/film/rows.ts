/** Rows of typed columns that grow at the end: a picture is collected in them. */
const arrayTypes = { u8: Uint8Array, u16: Uint16Array, i32: Int32Array, f32: Float32Array, f64: Float64Array } as const;
type ArrayName = keyof typeof arrayTypes;
type Shape = Readonly<Record<string, ArrayName>>;
type ColumnsOf<S extends Shape> = { readonly [Name in keyof S]: InstanceType<(typeof arrayTypes)[S[Name]]> };

export interface Rows<S extends Shape> {
  /** Rows so far. */
  length: number;
  /** Arrays to write into and read from; others after `add`. */
  columns: ColumnsOf<S>;
  /** Makes a row at the end, of zeros, and returns its number. Nothing is allocated but when the arrays grow. */
  add(): number;
  /** Copies of exactly as many rows as there are. */
  finish(): ColumnsOf<S>;
}

export function rowsOf<const S extends Shape>(shape: S): Rows<S> {
  const names = Object.keys(shape);
  let capacity = 64;
  let arrays = names.map((name) => new arrayTypes[shape[name]!](capacity));
  const named = (values: typeof arrays) =>
    Object.fromEntries(names.map((name, index) => [name, values[index]])) as unknown as ColumnsOf<S>;
  const rows: Rows<S> = {
    length: 0,
    columns: named(arrays),
    add() {
      if (rows.length === capacity) {
        capacity *= 2;
        arrays = arrays.map((array, index) => {
          const larger = new arrayTypes[shape[names[index]!]!](capacity);
          larger.set(array);
          return larger;
        });
        rows.columns = named(arrays);
      }
      return rows.length++;
    },
    finish: () => named(arrays.map((array) => array.slice(0, rows.length))),
  };
  return rows;
}
