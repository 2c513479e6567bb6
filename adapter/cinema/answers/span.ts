import { frameAt, stackAt, type FrameId } from '../../../trace/index.ts';
import { Refusal, type Handler } from '../film.ts';
import { chatOf } from './chat.ts';
import { argumentViews } from './event-values.ts';
import { placeView } from './places.ts';
import { attributesOf, causedBy, rowOf } from './spans.ts';
import { viewOfRoot } from './value-view.ts';

/** A call in full. */
export const span: Handler<'span'> = ({ trace }, { frame }) => {
  const facts = frameAt(trace, frame as FrameId);
  if (facts === null) throw new Refusal(`There is no call ${frame} in this recording.`);
  const { process, callMoment, endMoment, ended } = facts;
  const { spans, leftOut } = causedBy(trace, facts.frame);
  const attributes = attributesOf(trace, facts);
  const [view] = stackAt(trace, process, callMoment, 0, 1).frames;
  return {
    row: rowOf(trace, facts, { indent: 0, via: 'root', children: spans.length + leftOut, opened: false }),
    place: placeView(view?.place ?? null),
    arguments: argumentViews(trace, callMoment),
    result:
      ended === 'return' && endMoment !== -1
        ? viewOfRoot(trace, 'result', { kind: 'value', moment: endMoment, index: 0 })
        : null,
    chat: attributes === null ? null : chatOf(attributes),
  };
};
