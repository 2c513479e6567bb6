import type { PlaceView } from '../../../protocol/index.ts';

/** `cart.ex:12`. */
export function printPlace({ path, line }: PlaceView): string {
  return `${path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)}:${line}`;
}

/** Function and whole path, for tooltips. */
export function printWholePlace({ path, line, column, function: name }: PlaceView): string {
  const at = `${path}:${line}${column > 0 ? `:${column}` : ''}`;
  return name === '' ? at : `${name}\n${at}`;
}
