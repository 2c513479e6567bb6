import type { ExportPicture } from '../app.ts';
import { element } from '../../element.ts';
import type { Theme } from '../theme/theme.ts';
import { paint, svgElement } from './svg.ts';
import './scroll-picture.css';

/** A part of a drawing. Drawn anew only when its `version` differs from what is on screen under its `key`. */
export interface Item {
  readonly key: string;
  /** Tells of everything the element is made from but the colours. */
  readonly version: string;
  readonly make: () => SVGElement;
}

/** A stretch of the body, in CSS pixels from its top left. */
export interface Area {
  readonly top: number;
  readonly bottom: number;
}

/** The same with the columns that are on screen, what hangs over at either side left out. */
export interface ScreenArea extends Area {
  readonly left: number;
  readonly right: number;
}

export interface ScrollPictureOptions {
  /** For screen readers. */
  readonly label: string;
  readonly role: 'tree' | 'listbox';
  readonly className: string;
  readonly theme: Theme;
  /** CSS pixels: of the body, and how high the strip is that stays on top of it. */
  readonly size: () => { readonly width: number; readonly height: number; readonly head: number };
  readonly head: () => readonly Item[];
  /** A strip of this width at the left that does not scroll sideways. */
  readonly side?: { readonly width: number; readonly items: (area: Area) => readonly Item[] };
  /** What lies in the area, back to front. */
  readonly body: (area: ScreenArea) => readonly Item[];
  /** The body is drawn anew as well when it is scrolled sideways. */
  readonly followsAcross?: boolean;
}

/** A large drawing in a scroll container: only what is near the screen exists, as SVG; what is on screen can be exported as it is. */
export interface ScrollPicture {
  /** The scroll container: give it a height. It takes the focus. */
  readonly element: HTMLElement;
  /** Draws now. `fresh`: the colours have changed. */
  draw(fresh?: boolean): void;
  /** Scrolls as little as needed until the stretch is on screen. */
  reveal(area: Area, across?: { readonly left: number; readonly right: number }): void;
  /** Where the mouse is, from the top left of the body; on the head, y is negative. */
  at(event: MouseEvent): { readonly x: number; readonly y: number };
  /** Room for the drawing without scroll bars. */
  readonly room: () => { readonly width: number; readonly height: number };
  readonly picture: () => ExportPicture;
  /** Makes the item of this key the one that keys act on; null: none. */
  activate(key: string | null): void;
}

/** Drawn beyond the edges, in CSS pixels, so that a scroll shows nothing empty before the next picture. */
const margin = 300;
let pictures = 0;

export function scrollPicture(options: ScrollPictureOptions): ScrollPicture {
  const { theme } = options;
  const id = `picture-${pictures++}`;
  const head = svgElement('svg', { class: 'picture-head', role: 'presentation' });
  const body = svgElement('svg', { class: 'picture-body', role: 'presentation' });
  const side = svgElement('svg', { class: 'picture-side', role: 'presentation' });
  const sizer = element('div', 'picture-sizer');
  sizer.append(head, body);
  if (options.side !== undefined) sizer.append(side);
  sizer.setAttribute('role', 'presentation');
  const scroller = element('div', `picture ${options.className}`, sizer);
  scroller.setAttribute('role', options.role);
  scroller.setAttribute('aria-label', options.label);
  scroller.tabIndex = 0;
  const put = { head: new Map<string, Put>(), body: new Map<string, Put>(), side: new Map<string, Put>() };
  let drawn: ScreenArea = { top: 0, bottom: -1, left: 0, right: 0 };
  let headHeight = 0;

  const onScreen = (): Area => {
    const height = scroller.clientHeight - headHeight;
    return { top: scroller.scrollTop, bottom: scroller.scrollTop + Math.max(0, height) };
  };

  const draw = (fresh = false): void => {
    if (scroller.clientWidth === 0) return;
    if (fresh) for (const place of Object.values(put)) forget(place);
    const size = options.size();
    headHeight = size.head;
    const { labelFont, background } = theme.palette();
    const width = Math.max(size.width, scroller.clientWidth);
    sizer.style.width = `${size.width}px`;
    sizer.style.height = `${size.height + size.head}px`;
    setAttributes(head, { width, height: size.head, 'font-family': labelFont });
    head.style.backgroundColor = paint(background);
    const screen = onScreen();
    const [top, bottom] = [Math.max(0, screen.top - margin), Math.min(size.height, screen.bottom + margin)];
    const left = scroller.scrollLeft;
    drawn = { top, bottom, left, right: left + scroller.clientWidth };
    const height = Math.max(0, bottom - top);
    setAttributes(body, { width, height, viewBox: `0 ${top} ${width} ${height}`, 'font-family': labelFont });
    body.style.top = `${top + size.head}px`;
    replace(head, put.head, options.head());
    replace(body, put.body, options.body(drawn));
    if (options.side !== undefined) {
      const sideWidth = options.side.width;
      const box = `0 ${top} ${sideWidth} ${height}`;
      setAttributes(side, { width: sideWidth, height, viewBox: box, 'font-family': labelFont });
      side.style.marginTop = `${top}px`;
      side.style.backgroundColor = paint(background);
      replace(side, put.side, options.side.items(drawn));
    }
    for (const [key, { element: made }] of put.body) made.id = `${id}-${key}`;
  };

  scroller.addEventListener(
    'scroll',
    () => {
      const screen = onScreen();
      const bottom = Math.min(screen.bottom, options.size().height);
      const isAside = options.followsAcross === true && scroller.scrollLeft !== drawn.left;
      if (screen.top < drawn.top || bottom > drawn.bottom || isAside) draw();
    },
    { passive: true },
  );

  return {
    element: scroller,
    draw,
    reveal: ({ top, bottom }, across) => {
      const screen = onScreen();
      if (top < screen.top) scroller.scrollTop = top;
      else if (bottom > screen.bottom) scroller.scrollTop = Math.min(top, bottom - (screen.bottom - screen.top));
      if (across === undefined) return;
      if (across.left < scroller.scrollLeft) scroller.scrollLeft = across.left;
      else if (across.right > scroller.scrollLeft + scroller.clientWidth)
        scroller.scrollLeft = Math.min(across.left, across.right - scroller.clientWidth);
    },
    at: (event) => {
      const box = scroller.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left - scroller.clientLeft, event.clientY - box.top - scroller.clientTop];
      // The head does not scroll: what is under the mouse there is the head, not what lies behind it.
      return { x: x + scroller.scrollLeft, y: y < headHeight ? y - headHeight : y - headHeight + scroller.scrollTop };
    },
    room: () => ({ width: scroller.clientWidth, height: scroller.clientHeight }),
    picture: () => {
      draw();
      return exported(scroller, { head, body, side: options.side === undefined ? null : side }, headHeight, theme);
    },
    activate: (key) => {
      if (key === null) scroller.removeAttribute('aria-activedescendant');
      else scroller.setAttribute('aria-activedescendant', `${id}-${key}`);
    },
  };
}

interface Put {
  readonly version: string;
  readonly element: SVGElement;
}

function forget(place: Map<string, Put>): void {
  for (const { element: made } of place.values()) made.remove();
  place.clear();
}

/** Brings the elements on screen to what is wanted, in its order, touching only what differs. */
function replace(parent: SVGElement, place: Map<string, Put>, items: readonly Item[]): void {
  const wanted = new Set(items.map(({ key }) => key));
  for (const [key, { element: made }] of place) {
    if (wanted.has(key)) continue;
    made.remove();
    place.delete(key);
  }
  let next: ChildNode | null = parent.firstChild;
  for (const { key, version, make } of items) {
    const before = place.get(key);
    if (before?.version === version) {
      if (before.element === next) next = next.nextSibling;
      else parent.insertBefore(before.element, next);
      continue;
    }
    const made = make();
    place.set(key, { version, element: made });
    if (before === undefined) parent.insertBefore(made, next);
    else {
      if (before.element === next) next = next.nextSibling;
      before.element.remove();
      parent.insertBefore(made, next);
    }
  }
}

function setAttributes(made: SVGElement, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
}

/** The part of the drawing that is on screen as a picture of its own: all that it needs stands in its attributes. */
function exported(
  scroller: HTMLElement,
  { head, body, side }: { readonly head: SVGElement; readonly body: SVGElement; readonly side: SVGElement | null },
  headHeight: number,
  theme: Theme,
): ExportPicture {
  const { clientWidth: width, clientHeight: height, scrollLeft, scrollTop } = scroller;
  const palette = theme.palette();
  const copies = (from: SVGElement): readonly SVGElement[] =>
    [...from.children].map((child) => child.cloneNode(true) as SVGElement);
  const root = svgElement(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': palette.labelFont, 'font-size': 13 },
    svgElement(
      'clipPath',
      { id: 'below' },
      svgElement('rect', { x: 0, y: headHeight, width, height: Math.max(0, height - headHeight) }),
    ),
    svgElement('rect', { width, height, fill: paint(palette.background) }),
    svgElement(
      'g',
      { 'clip-path': 'url(#below)' },
      svgElement('g', { transform: `translate(${-scrollLeft} ${headHeight - scrollTop})` }, ...copies(body)),
      ...(side === null
        ? []
        : [
            svgElement('rect', { width: side.getAttribute('width') ?? 0, height, fill: paint(palette.background) }),
            svgElement('g', { transform: `translate(0 ${headHeight - scrollTop})` }, ...copies(side)),
          ]),
    ),
    svgElement('g', { transform: `translate(${-scrollLeft} 0)` }, ...copies(head)),
  );
  return { svg: new XMLSerializer().serializeToString(root), width, height };
}
