import { foreignModules, foreignSites } from '../../trace/index.ts';
import { flagIn } from './arguments.ts';
import { done, nothingOpen, type Handler, type Replay } from './session.ts';

/** Sites that no step of this replay rests at, 1 by site number; null for none. */
export function skippedBy({ trace, justMyCode }: Replay): Uint8Array | null {
  return justMyCode ? foreignSites(trace) : null;
}

/** Turns skipping on or off, or the other way round; answers how it is now, and what is skipped. */
export const cinemaJustMyCode: Handler = ({ replay }, given) => {
  if (replay === null) return nothingOpen;
  replay.justMyCode = flagIn(given, 'on') ?? !replay.justMyCode;
  return done({ on: replay.justMyCode, modules: foreignModules(replay.trace) });
};

/** The same as a word of the console: `mycode`, `mycode on`, `mycode off`. */
export function justMyCodeWord(replay: Replay, how: string): string {
  replay.justMyCode = how === '' ? !replay.justMyCode : how === 'on';
  const modules = foreignModules(replay.trace);
  if (modules.length === 0) return 'All code of this recording is the program’s own: nothing is skipped.';
  const named = modules.slice(0, 10).map((name) => name.replace(/^Elixir\./, ''));
  const more = modules.length > named.length ? ` and ${modules.length - named.length} more` : '';
  return `${replay.justMyCode ? 'Steps skip' : 'Steps no longer skip'} ${named.join(', ')}${more}.`;
}
