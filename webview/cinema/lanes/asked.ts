import type { FilmWindow, PictureAsked } from '../../../protocol/index.ts';
import { kindMask, type Arrangement } from '../state/arrangement.ts';
import type { Layout } from './layout.ts';
import type { Scale } from './scale.ts';
import { perPixel } from './scale.ts';

/** Rows asked for are whole blocks of this many, so that scrolling a little asks for nothing. */
const block = 16;

/** Messages drawn one by one, at most: beyond, a picture is a thicket. */
const mostArrows = 400;

/** What is drawn as bars, stops and arrows needs no marks. */
const drawnOtherwise = kindMask('send', 'arrive', 'receive', 'call', 'return', 'line', 'bind', 'value', 'try', 'gap');

/**
 * The stretch of the axis to ask for, about three times the window, and its columns. Both repeat while the window moves: a column
 * is a power of two of the axis, one to two pixels wide, and the stretch begins and ends at multiples of about half a window.
 */
export function stretchFor(
  axis: FilmWindow['axis'],
  scale: Scale,
): { readonly window: FilmWindow; readonly columns: number } {
  const column = 2 ** Math.ceil(Math.log2(perPixel(scale)));
  const span = scale.to - scale.from;
  const unit = column * 2 ** Math.ceil(Math.log2(span / 2 / column));
  const from = (Math.floor(scale.from / unit) - 1) * unit;
  const to = (Math.ceil(scale.to / unit) + 1) * unit;
  return { window: { axis, from, to }, columns: Math.round((to - from) / column) };
}

/** The lanes to ask for: pinned ones, and whole blocks around those on screen. */
export function lanesFor({ rows, stuck, first, end }: Layout): Pick<PictureAsked, 'lanes' | 'folded'> {
  const from = Math.max(stuck, Math.floor((first - block / 2) / block) * block);
  const to = Math.min(rows.count, Math.ceil((end + block / 2) / block) * block);
  const lanes: number[] = [];
  const folded: number[] = [];
  const add = (row: number): void => {
    if (rows.process[row]! < 0) return;
    lanes.push(rows.process[row]!);
    folded.push(rows.folded[row]!);
  };
  for (let row = 0; row < stuck; row++) add(row);
  for (let row = from; row < to; row++) add(row);
  return { lanes: Int32Array.from(lanes), folded: Uint8Array.from(folded) };
}

/** The whole question. @param selected process whose messages are wanted one by one, -1: none */
export function askedFor(
  axis: FilmWindow['axis'],
  scale: Scale,
  lanes: Pick<PictureAsked, 'lanes' | 'folded'>,
  { kinds, arrows }: Pick<Arrangement, 'kinds' | 'arrows'>,
  selected: number,
): PictureAsked {
  return {
    ...stretchFor(axis, scale),
    ...lanes,
    kinds: kinds & ~drawnOtherwise,
    texts: true,
    arrowsOf: arrows === 'none' ? -1 : selected,
    // Those of the selected process are among them, and are chosen from them when drawn.
    mostArrows: arrows === 'none' ? 0 : mostArrows,
  };
}

/** The same for the same question. */
export function keyOf({ window, columns, lanes, folded, kinds, arrowsOf, mostArrows: most }: PictureAsked): string {
  return [window.axis, window.from, window.to, columns, kinds, arrowsOf, most, lanes.join(), folded.join('')].join(' ');
}
