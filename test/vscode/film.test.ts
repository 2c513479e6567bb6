import assert from 'node:assert/strict';
import path from 'node:path';
import { type FrameLocator } from 'playwright-core';
import { EXAMPLES, EXTENSION, eventually, useWorkbench, VSIX } from './harness/index.ts';

/** What the page tells its tests (webview/cinema/shell/stats.ts). */
interface Hook {
  readonly app: {
    readonly store: { get(): FilmState };
    readonly client: { ask(question: 'event', given: { moment: number }): Promise<{ ok: boolean; value: EventAnswer }> };
  };
  idle(): Promise<void>;
}
interface EventAnswer {
  readonly process: number;
  readonly time: number;
  readonly kind: string;
}
interface FilmState {
  readonly connection: { readonly kind: string };
  readonly opening: { readonly attached: boolean; readonly events: number } | null;
  readonly cursor: { readonly moment: number; readonly process: number };
  readonly window: { readonly axis: string; readonly from: number; readonly to: number };
  readonly rows: { readonly top: Float64Array; readonly ofProcess: Int32Array };
  readonly scroll: number;
}

/** The page of a film, wherever VS Code shows it. */
function filmOf(frame: FrameLocator) {
  const body = frame.locator('body');
  const evaluate = <Value>(code: string): Promise<Value> =>
    body.evaluate((_, source) => (0, eval)(source) as Value, code);
  return {
    frame,
    state: <Value>(read: string): Promise<Value> =>
      evaluate(`(() => { const state = window.cinema.app.store.get(); return ${read}; })()`),
    idle: (): Promise<void> => evaluate('window.cinema.idle()'),
    evaluate,
  };
}
