/** What the extension and the overview page of a trace say to each other. Types only; all of it is plain JSON. */
import type { StartAt, TraceDescription } from './dap.ts';

/** From the extension to the page. The page shows what came last. */
export type ToOverview =
  | { readonly kind: 'reading'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'described'; readonly name: string; readonly description: TraceDescription }
  | { readonly kind: 'problem'; readonly name: string; readonly message: string; readonly hint: string | null };

/** From the page to the extension. `ready` comes first, each time the page is made. */
export type FromOverview =
  | { readonly kind: 'ready' }
  | { readonly kind: 'replay'; readonly startAt: StartAt }
  /** Show the film of the trace. */
  | { readonly kind: 'film' }
  | { readonly kind: 'again' }
  | { readonly kind: 'showLog' };
