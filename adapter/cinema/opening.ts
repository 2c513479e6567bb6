import { crashList, timeAt, totalsOf } from '../../trace/index.ts';
import { cinemaVersion } from '../../protocol/index.ts';
import { positionOf } from '../replay/position.ts';
import { startOf } from '../replay/start.ts';
import { type Film, type Handler } from './film.ts';
import { moduleTitles } from './modules.ts';

const crashesListed = 1000;

export const opening: Handler<'opening'> = (film) => {
  const { trace } = film;
  const { eventsByKind, recordedAt, complete, dropped } = totalsOf(trace);
  const crashed = crashList(trace);
  return {
    version: cinemaVersion,
    name: trace.path.split(/[\\/]/).at(-1) ?? trace.path,
    path: trace.path,
    fingerprint: trace.fingerprint,
    events: trace.eventCount,
    processes: trace.processCount,
    frames: trace.frameCount,
    duration: trace.duration,
    recordedAt,
    complete,
    dropped,
    damage: trace.damage,
    attached: film.attached,
    cursor: positionOf(trace, film.cursor()),
    stretch: stretchOf(film),
    modules: moduleTitles(trace),
    kinds: eventsByKind,
    crashes: crashed.moments.slice(0, crashesListed),
    crashed: crashed.processes.slice(0, crashesListed),
    views: film.views.list(),
    canSave: film.views.canKeep,
  };
};

/** The part of a recording before its own code runs that is shown nevertheless. */
const mostPrelude = 0.1;

/** Where a trace begins to be about the program: what started it (a compiler, say) may have taken longer than the program itself. */
function stretchOf({ trace, first }: Film): { readonly from: number; readonly to: number } {
  const to = trace.duration;
  const begin = timeAt(trace, first ?? startOf(trace).moment);
  if (first !== undefined) return { from: begin, to };
  return begin <= to * mostPrelude ? { from: 0, to } : { from: begin - (to - begin) * mostPrelude, to };
}
