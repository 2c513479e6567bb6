import type { App } from '../app.ts';
import { atX, type Scale } from './scale.ts';

const dragStart = 4;

/** What a press on the minimap takes hold of. */
export type Grip = 'from' | 'to' | 'window' | 'range';

/** The window after a drag from one position of the axis to another. */
export function draggedWindow(
  grip: Grip,
  window: { readonly from: number; readonly to: number },
  start: number,
  now: number,
): { readonly from: number; readonly to: number } {
  const by = now - start;
  switch (grip) {
    case 'window':
      return { from: window.from + by, to: window.to + by };
    // An edge that is drawn over the other one becomes the other one.
    case 'from':
      return { from: Math.min(window.from + by, window.to), to: Math.max(window.from + by, window.to) };
    case 'to':
      return { from: Math.min(window.from, window.to + by), to: Math.max(window.from, window.to + by) };
    case 'range':
      return { from: Math.min(start, now), to: Math.max(start, now) };
  }
}

/** Moves the frame, its edges, or draws a new one; a click centres it; the wheel and keys work as in the lanes. */
export function listenToMinimap(
  { store, actions }: App,
  map: HTMLElement,
  handle: HTMLElement,
  scale: () => Scale,
): void {
  const at = (event: MouseEvent): number => atX(scale(), event.clientX - map.getBoundingClientRect().left);
  const gripOf = (event: PointerEvent): Grip => {
    const { target } = event;
    if (!(target instanceof Element) || !handle.contains(target)) return 'range';
    if (target.matches('.minimap-edge-from')) return 'from';
    if (target.matches('.minimap-edge-to')) return 'to';
    const { window } = store.get();
    // A frame around everything has nowhere to go: a new one is drawn in it.
    return window.from <= 0 && window.to >= scale().to ? 'range' : 'window';
  };

  map.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    const grip = gripOf(down);
    const start = at(down);
    const { window } = store.get();
    let isDrag = false;
    map.setPointerCapture(down.pointerId);
    const stop = new AbortController();
    const { signal } = stop;
    map.addEventListener(
      'pointermove',
      (event) => {
        if (event.pointerId !== down.pointerId) return;
        if (!isDrag && Math.abs(event.clientX - down.clientX) < dragStart) return;
        isDrag = true;
        actions.show({ axis: window.axis, ...draggedWindow(grip, window, start, at(event)) });
      },
      { signal },
    );
    const end = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return;
      stop.abort();
      if (isDrag || event.type !== 'pointerup') return;
      const half = (window.to - window.from) / 2;
      if (grip === 'range' && half * 2 < scale().to)
        actions.show({ axis: window.axis, from: start - half, to: start + half });
    };
    map.addEventListener('pointerup', end, { signal });
    map.addEventListener('pointercancel', end, { signal });
  });
  map.addEventListener('dblclick', () => actions.fit());

  map.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const way = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      if (way) actions.pan((event.deltaX === 0 ? event.deltaY : event.deltaX) / 1000);
      else actions.zoom(Math.exp(-Math.max(-120, Math.min(120, event.deltaY)) * 0.004), at(event));
    },
    { passive: false },
  );

  handle.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { window } = store.get();
    const width = window.to - window.from;
    const end = scale().to;
    const go = (from: number): void => actions.show({ axis: window.axis, from, to: from + width });
    switch (event.key) {
      case 'ArrowLeft':
        actions.pan(-0.1);
        break;
      case 'ArrowRight':
        actions.pan(0.1);
        break;
      case 'ArrowUp':
        actions.zoom(1.25);
        break;
      case 'ArrowDown':
        actions.zoom(0.8);
        break;
      case 'PageUp':
        actions.pan(-0.9);
        break;
      case 'PageDown':
        actions.pan(0.9);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(end - width);
        break;
      default:
        return;
    }
    event.preventDefault();
  });
}
