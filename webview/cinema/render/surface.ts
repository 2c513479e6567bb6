import { watchAppearance } from '../theme/appearance.ts';
import { canvasRenderer } from './canvas.ts';
import { fontsOf } from './fonts.ts';
import type { Renderer, TextRun } from './renderer.ts';
import { createTextLayer } from './text-layer.ts';
import { openWebGl, webGlRenderer } from './webgl.ts';

export type RendererKind = 'webgl' | 'canvas';

/** A place on the page to draw on. */
export interface Surface {
  /** Draws on it now; another one after `switchTo` or when WebGL is lost, so do not keep it. */
  readonly renderer: Renderer;
  /** Fills its parent; clicks and moves are to be listened to here. */
  readonly element: HTMLElement;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** Why WebGL is not used, for people; null while it is. */
  readonly note: string | null;
  /** CSS pixels. */
  measure(text: string, font: TextRun['font']): number;
  /** Called when all must be drawn again: size, ratio, fonts or renderer have changed. Returns how to stop. */
  onResize(listener: () => void): () => void;
  switchTo(kind: RendererKind): void;
  dispose(): void;
}

/** Which renderer the page's address asks for: `?renderer=canvas`, `?renderer=webgl`. */
export function askedRenderer(search: string = location.search): RendererKind | undefined {
  const asked = new URLSearchParams(search).get('renderer');
  return asked === 'canvas' || asked === 'webgl' ? asked : undefined;
}

/**
 * Takes WebGL 2 where it is there and fast, else Canvas 2D. If the graphics context is lost, it goes on with Canvas 2D.
 *
 * @param preferred if left out, as the page's address says, else WebGL unless it runs in software
 * @throws Error where the browser cannot draw at all
 */
export function createSurface(parent: HTMLElement, preferred: RendererKind | undefined = askedRenderer()): Surface {
  const element = document.createElement('div');
  element.style.position = 'relative';
  element.style.width = element.style.height = '100%';
  element.style.overflow = 'hidden';
  parent.append(element);
  const textCanvas = layer();
  let fonts = fontsOf(element);
  const text = createTextLayer(textCanvas, fonts);
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };

  let canvas = layer();
  let renderer: Renderer;
  let note: string | null = null;
  let width = 0;
  let height = 0;
  let ratio = 1;

  const useCanvas = (why: string | null): void => {
    note = why;
    renderer = canvasRenderer(canvas, text);
  };
  /** Null, or why it cannot be. */
  const useWebGl = (evenSlow: boolean): string | null => {
    const opened = openWebGl(canvas, evenSlow);
    if (typeof opened === 'string') return opened;
    try {
      renderer = webGlRenderer(opened, text);
    } catch (error) {
      return `WebGL 2 does not work here: ${error instanceof Error ? error.message : String(error)}`;
    }
    note = null;
    canvas.addEventListener('webglcontextlost', lost);
    return null;
  };
  /** A canvas that has had one kind of context never gets another, so each renderer has a canvas of its own. */
  const choose = (kind: RendererKind | undefined): void => {
    canvas = layer();
    if (kind === 'canvas') useCanvas('Canvas 2D was asked for.');
    else {
      const why = useWebGl(kind === 'webgl');
      if (why !== null) {
        // It may have got a context before it was found to be slow.
        canvas = layer();
        useCanvas(why);
      }
    }
    element.replaceChildren(canvas, textCanvas);
    // For the status line, for tests, and for people who report what they see.
    element.dataset['renderer'] = renderer.kind;
    element.dataset['rendererNote'] = note ?? '';
  };
  const change = (make: () => void): void => {
    canvas.removeEventListener('webglcontextlost', lost);
    renderer.dispose();
    make();
    renderer.resize(width, height, ratio);
    tell();
  };
  function lost(): void {
    change(() => {
      choose('canvas');
      note = 'The graphics context was lost.';
      element.dataset['rendererNote'] = note;
    });
  }

  const fit = (): void => {
    const box = element.getBoundingClientRect();
    if (box.width === width && box.height === height && devicePixelRatio === ratio) return;
    width = box.width;
    height = box.height;
    ratio = devicePixelRatio;
    renderer.resize(width, height, ratio);
    for (const one of [canvas, textCanvas]) cover(one, ratio);
    tell();
  };

  choose(preferred);
  const sizes = new ResizeObserver(fit);
  sizes.observe(element);
  const stopRatio = watchRatio(fit);
  const stopFonts = watchAppearance(() => {
    const next = fontsOf(element);
    if (next.labelFont === fonts.labelFont && next.codeFont === fonts.codeFont) return;
    fonts = next;
    text.useFonts(fonts);
    tell();
  });
  fit();

  return {
    get renderer() {
      return renderer;
    },
    element,
    get width() {
      return width;
    },
    get height() {
      return height;
    },
    get ratio() {
      return ratio;
    },
    get note() {
      return note;
    },
    measure: (what, font) => text.measure().width(what, font),
    onResize: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    switchTo: (kind) => {
      if (renderer.kind === kind) return;
      change(() => choose(kind));
      for (const one of [canvas, textCanvas]) cover(one, ratio);
    },
    dispose: () => {
      sizes.disconnect();
      stopRatio();
      stopFonts();
      listeners.clear();
      canvas.removeEventListener('webglcontextlost', lost);
      renderer.dispose();
      element.remove();
    },
  };
}

function layer(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.style.position = 'absolute';
  canvas.style.left = canvas.style.top = '0';
  canvas.style.pointerEvents = 'none';
  canvas.setAttribute('aria-hidden', 'true');
  return canvas;
}

/** One pixel of the canvas on one of the screen, also where the box ends within a pixel. */
function cover(canvas: HTMLCanvasElement, ratio: number): void {
  canvas.style.width = `${canvas.width / ratio}px`;
  canvas.style.height = `${canvas.height / ratio}px`;
}

/** Calls back when the window moves to a screen of another resolution, or is zoomed. */
function watchRatio(changed: () => void): () => void {
  let query: MediaQueryList;
  const listen = (): void => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', again, { once: true });
  };
  const again = (): void => {
    listen();
    changed();
  };
  listen();
  return () => query.removeEventListener('change', again);
}
