/** What the extension and the cinema's page say to each other beside the frames of the door. Types only. */
import type { PlaceView } from './cinema.ts';

/** From the extension to the page. */
export type ToPanel =
  /** The door is open (again): what the page asked before is forgotten, it begins with `opening`. */
  | { readonly kind: 'connected' }
  /** There is no door now; `why` is for people. `canOpen`: asking for `open` would give one. */
  | { readonly kind: 'disconnected'; readonly why: string; readonly canOpen: boolean }
  | { readonly kind: 'frame'; readonly frame: Uint8Array }
  /** What `keep` was last given for this trace in this workspace; null at first. */
  | { readonly kind: 'kept'; readonly fingerprint: string; readonly state: unknown }
  /** A command of the palette, a key or a menu that the page carries out. */
  | { readonly kind: 'command'; readonly command: PanelCommand };

export type PanelCommand =
  | 'play'
  | 'fit'
  | 'fitSelection'
  | 'zoomIn'
  | 'zoomOut'
  | 'nextEvent'
  | 'previousEvent'
  | 'filter'
  | 'exportSvg'
  | 'exportPng'
  | 'exportMermaid'
  | 'exportHtml';

/** From the page to the extension. `ready` comes first, each time the page is made. */
export type FromPanel =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open' }
  | { readonly kind: 'frame'; readonly frame: Uint8Array }
  /** Asks for `kept`. */
  | { readonly kind: 'recall'; readonly fingerprint: string }
  | { readonly kind: 'keep'; readonly fingerprint: string; readonly state: unknown }
  /** `text` is what the trace has; the workspace's file is opened if there is one. */
  | { readonly kind: 'openSource'; readonly place: PlaceView }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'save'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'replay' };
