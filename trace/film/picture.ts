import { frame as column } from '../build/shapes.ts';
import { type FrameId, type Moment } from '../model.ts';
import { remembered } from '../questions/variables.ts';
import { type Trace } from '../trace.ts';
import { lookFromAfar } from './afar.ts';
import { arrowsOf } from './arrows.ts';
import { scaleOf, type Scale } from './axis.ts';
import { barWriter } from './bars.ts';
import { gapsIn } from './gaps.ts';
import { lanesOf, type Lanes } from './lanes.ts';
import { lookAtPage } from './opened.ts';
import { rowsOf } from './rows.ts';
import { type Picture, type PictureAsked } from './shapes.ts';
import { sheetOf, type Sheet } from './sheet.ts';
import { callText, stopText, textsOf, titleOfSite, type Texts } from './texts.ts';
import { trafficIn } from './traffic.ts';

/** Events in the window up to which stops are given one by one. */
const mostEvents = 20_000;
/** Stops that are printed, and calls whose arguments are, if there are no more. */
const mostTexts = 600;
const mostArguments = 300;
/** Columns up to the next stop that a text needs at least, so that it can be read. */
const roomForText = 24;

/**
 * What is to be drawn of some lanes in a window. It depends on nothing but what is asked. How much it is, and what it costs,
 * is bounded by lanes and columns: of a long window the index's counts are taken, of a shorter one its events are looked at.
 * @throws RangeError for a window that is none, or too many lanes
 */
export function pictureOf(trace: Trace, asked: PictureAsked): Picture {
  const scale = scaleOf(trace, asked.window, asked.columns);
  const lanes = lanesOf(trace, asked.lanes, asked.folded);
  const events = scale.end - scale.start;
  const detail = events <= mostEvents ? 'events' : scale.isNear ? 'calls' : 'density';
  const sheet = sheetOf(scale, lanes.processes.length);
  const texts = textsOf();
  const near =
    detail === 'density' ? emptyNear() : lookNear(trace, scale, lanes, asked, detail === 'events', sheet, texts);
  if (detail === 'density') lookFromAfar(trace, scale, lanes, asked.kinds, sheet);
  const traffic = trafficIn(trace, scale, lanes, asked);
  const arrows = arrowsOf(trace, scale, lanes, traffic.single, asked);
  return {
    window: asked.window,
    detail,
    events,
    density: sheet.density(),
    bars: near.bars,
    marks: sheet.marks(),
    gaps: gapsIn(trace, scale, lanes),
    stops: near.stops,
    arrows,
    bundles: traffic.bundles,
    texts: texts.all,
    bundled: traffic.total - traffic.single.send.length,
  };
}

const newStops = () =>
  rowsOf({ lane: 'u16', at: 'f64', moment: 'i32', kind: 'u8', depth: 'u16', line: 'i32', text: 'i32' });

/** Texts of stops, where there is room until the next stop of the lane. */
function printStops(trace: Trace, scale: Scale, stops: ReturnType<typeof newStops>, texts: Texts): void {
  const { lane, at, moment, text } = stops.columns;
  /** By lane: where its next stop is. */
  const next = new Map<number, number>();
  for (let row = stops.length - 1; row >= 0; row--) {
    const behind = next.get(lane[row]!) ?? Infinity;
    if (behind - at[row]! >= scale.columnWidth * roomForText) {
      text[row] = texts.number(stopText(trace, moment[row]! as Moment));
    }
    next.set(lane[row]!, at[row]!);
  }
}

type Near = Pick<Picture, 'bars' | 'stops'>;

function emptyNear(): Near {
  const none = { lane: new Uint16Array(), depth: new Uint16Array(), moment: new Int32Array() };
  const places = { from: new Float64Array(), to: new Float64Array() };
  const numbers = { frame: new Int32Array(), call: new Int32Array(), title: new Int32Array(), count: new Int32Array() };
  return {
    bars: { lane: none.lane, depth: none.depth, ...places, ...numbers, flags: new Uint8Array() },
    stops: newStops().finish(),
  };
}

/** Opens every page of the window: calls as bars, and, where asked, stops. */
function lookNear(
  trace: Trace,
  scale: Scale,
  lanes: Lanes,
  asked: PictureAsked,
  withStops: boolean,
  sheet: Sheet,
  texts: Texts,
): Near {
  const bars = barWriter(trace, scale, lanes);
  const stops = newStops();
  bars.openBefore();
  const visitors = {
    call: bars.begun,
    ...(withStops && {
      stop: (lane: number, moment: number, at: number, kind: number, depth: number, site: number) => {
        const row = stops.add();
        const into = stops.columns;
        into.lane[row] = lane;
        into.at[row] = at;
        into.moment[row] = moment;
        into.kind[row] = kind;
        into.depth[row] = depth;
        into.line[row] = Math.max(0, trace.sites[site - 1]?.line ?? 0);
        into.text[row] = -1;
      },
    }),
  };
  for (let page = scale.firstPage; page <= scale.lastPage; page++) {
    lookAtPage(trace, scale, lanes, page, asked.kinds, sheet, visitors);
  }
  if (asked.texts && stops.length <= mostTexts) printStops(trace, scale, stops, texts);
  const withArguments = asked.texts && withStops && bars.count() <= mostArguments;
  const titles = remembered(trace, 'titles', () => new Map<number, string>());
  const known = new Map<number, number>();
  const titleOf = (frame: number, site: number) => {
    if (withArguments) {
      const call = trace.inside.frames.get(frame, column.call) as Moment;
      return texts.number(callText(trace, frame as FrameId, call, site));
    }
    let number = known.get(site);
    if (number === undefined) {
      let title = titles.get(site);
      if (title === undefined) titles.set(site, (title = titleOfSite(trace, site)));
      known.set(site, (number = texts.number(title)));
    }
    return number;
  };
  return { bars: bars.finish(titleOf), stops: stops.finish() };
}
