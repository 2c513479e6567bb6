import type { FilmWindow } from '../../protocol/index.ts';
import type { Client } from './client.ts';
import type { Host } from './host/index.ts';
import type { Arrangement } from './state/arrangement.ts';
import type { FilmState, Place, TabName } from './state/film-state.ts';
import type { Store } from './state/store.ts';
import type { Theme } from './theme/theme.ts';

/** What every part of the page is made with. */
export interface App {
  readonly host: Host;
  readonly client: Client;
  readonly store: Store<FilmState>;
  readonly actions: Actions;
  /** Colours of now; `theme().listen` tells when they change. */
  readonly theme: Theme;
  /** Resolves when the first picture is on screen, or none is to be expected soon: what has no hurry is made then. */
  readonly pictured: Promise<void>;
}

/** What can be done, by mouse, key, button or command alike. Each changes the store or asks the door; none draws. */
export interface Actions {
  /** Reads an event: selection and inspector; nothing moves. */
  select(place: Place | null): void;
  /** Moves the cursor (the debugger stops there), selects, and brings the place into view. */
  goTo(moment: number, process?: number): Promise<void>;
  /**
   * Goes to where a message is handled. A behaviour takes its messages in code that is not recorded: there it is the callback, in any
   * other process the moment itself.
   * @param moment at which the message arrived or was taken
   */
  goToReceived(moment: number, process: number): Promise<void>;
  /** Shows a place while scrubbing or playing; null ends it. */
  preview(place: Place | null): void;
  /** Puts the window, kept inside sensible limits. */
  show(window: FilmWindow): void;
  /** Zooms around a position of the axis: above 1 in, below 1 out. */
  zoom(factor: number, around?: number): void;
  /** Moves the window by a part of its width. */
  pan(part: number): void;
  fit(): void;
  /** The selected event with its causes and effects; without one the selected process. */
  fitSelection(): void;
  /** Scrolls and moves the window, as little as needed, until the place is on screen. */
  reveal(place: Place): void;
  setAxis(axis: FilmWindow['axis']): void;
  arrange(change: Partial<Arrangement>): void;
  openTab(tab: TabName): void;
  /** Steps to the next or previous event that is shown, in any shown process. */
  nextEvent(forward: boolean): Promise<void>;
  /** Along the arrow that leads here, or from here. */
  followArrow(direction: 'cause' | 'effect'): Promise<void>;
  /** Lights all causes or effects of the selection (else of the playhead); null puts the light out. */
  lightCone(direction: 'causes' | 'effects' | null): void;
  play(change: Partial<FilmState['play']>): void;
  /** Runs something that takes long: it is shown with its progress and can be cancelled. */
  task<Value>(
    what: string,
    run: (signal: AbortSignal, progress: (fraction: number) => void) => Promise<Value>,
  ): Promise<Value>;
  /** Tells the person what went wrong; null: nothing any more. */
  complain(problem: string | null): void;
}

/** One picture of the trace: the content of a tab. Made once; `show` and `hide` as tabs change. */
export interface View {
  readonly name: TabName;
  readonly title: string;
  readonly element: HTMLElement;
  /** On screen from now on. It follows the store only while shown. */
  show(): void;
  hide(): void;
  /** What `Export as SVG/PNG` takes: the picture as drawn; null where the view has none of its own. */
  readonly picture: (() => Promise<ExportPicture>) | null;
}

/** A picture as SVG text with its size in CSS pixels; PNG is made of it. */
export interface ExportPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}
