import { functionTitle, processAt, eventAt, type Moment, type Place, type Trace } from '../../../trace/index.ts';
import { type MomentLink, type PlaceView } from '../../../protocol/index.ts';
import { eventTitle } from '../../replay/describe.ts';

export function placeView(place: Place | null): PlaceView | null {
  if (place === null) return null;
  const { source, path, line, column, module, function: name, arity } = place;
  return { source, path: path ?? '', line, column, function: functionTitle({ module, name, arity }) };
}

export function linkTo(trace: Trace, moment: Moment, kind: MomentLink['kind']): MomentLink {
  const { process, time } = eventAt(trace, moment);
  const { label } = processAt(trace, process, moment);
  return { kind, moment, process, label, time, title: eventTitle(trace, moment) };
}
