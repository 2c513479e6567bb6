/** 32-bit numbers that grow at the end: 4 bytes each, no boxes. */
export interface Numbers {
  values: Int32Array;
  length: number;
}

export function numbers(): Numbers {
  return { values: new Int32Array(64), length: 0 };
}

export function push(list: Numbers, value: number): void {
  if (list.length === list.values.length) list.values = grown(list.values, list.length * 2, 0);
  list.values[list.length++] = value;
}

/** A copy with room for `length` numbers; new ones are `fill`. */
export function grown(old: Int32Array, length: number, fill: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(old);
  if (fill !== 0) larger.fill(fill, old.length);
  return larger;
}

export function filled(list: Numbers): Int32Array {
  return list.values.slice(0, list.length);
}
