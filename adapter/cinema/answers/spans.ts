import {
  argumentsOf,
  childFrames,
  decodeTerm,
  eventAt,
  eventKinds,
  frameAt,
  neighbourEvent,
  processAt,
  readValue,
  sendsOfFrame,
  stackAt,
  timeAt,
  type FrameFacts,
  type FrameId,
  type Moment,
  type Trace,
} from '../../../trace/index.ts';
import { type SpanRow } from '../../../protocol/index.ts';
import { handlerAt } from '../../replay/handlers.ts';
import { attributesIn, type Attributes } from './attributes.ts';
import { spanFacts } from './chat.ts';

/** Calls, and messages and spawns, of one call that are looked at. */
const mostChildren = 1_000;
const mostSends = 500;

const callMask = 1 << eventKinds.indexOf('call');

/** A call that another one caused, and how. */
export interface Caused {
  readonly frame: FrameId;
  readonly via: SpanRow['via'];
}

/**
 * What a call caused, in order: the calls within it, the callbacks that handled the messages it sent, the first calls of the
 * processes it spawned; and the calls that went on from these by tail calls.
 */
export function causedBy(
  trace: Trace,
  frame: FrameId,
): { readonly spans: readonly Caused[]; readonly leftOut: number } {
  const { frames, leftOut } = childFrames(trace, frame, mostChildren);
  const spans = new Map<FrameId, SpanRow['via']>(frames.map((child) => [child, 'call']));
  for (const moment of sendsOfFrame(trace, frame, mostSends)) {
    const { kind, subject, message } = eventAt(trace, moment);
    const call = kind === 'spawn' ? firstCall(trace, subject, moment) : handlerAt(trace, message?.arrive ?? -1);
    const caused = call === -1 ? -1 : eventAt(trace, call).frame;
    for (const one of caused === -1 ? [] : tailChain(trace, caused)) {
      if (!spans.has(one)) spans.set(one, kind === 'spawn' ? 'spawn' : 'message');
    }
  }
  // Frames are numbered in the order of their calls.
  const ordered = [...spans].map(([one, via]) => ({ frame: one, via })).sort((left, right) => left.frame - right.frame);
  return { spans: ordered, leftOut };
}

/** Tail calls followed from one call: a server's loop goes on for ever. */
export const longestChain = 50;

/** A call and those that took its place by tail calls, in order. */
function tailChain(trace: Trace, first: FrameId): readonly FrameId[] {
  const chain = [first];
  for (let frame = first; chain.length < longestChain;) {
    const facts = frameAt(trace, frame);
    if (facts?.ended !== 'tail' || facts.endMoment === -1) break;
    const after = eventAt(trace, facts.endMoment).frame;
    if (after === -1 || after === frame || frameAt(trace, after)?.left !== frame) break;
    chain.push(after);
    frame = after;
  }
  return chain;
}

/** The first call of a process after its spawn. */
export function firstCall(trace: Trace, child: number, spawn: number): Moment | -1 {
  return child === -1 ? -1 : neighbourEvent(trace, spawn, true, callMask, Int32Array.of(child));
}

/** The attributes that a call was given or gave back, where it is a span of a language model, a tool or an agent. */
export function attributesOf(trace: Trace, { frame, callMoment, endMoment, ended }: FrameFacts): Attributes | null {
  const given = argumentsOf(trace, frame, callMoment).map(({ value }) => value);
  const result = ended === 'return' && endMoment !== -1 ? [{ moment: endMoment, value: 0, path: [] }] : [];
  const terms = [...given, ...result].flatMap((reference) => {
    const bytes = reference === null ? null : readValue(trace, reference);
    return bytes === null ? [] : [decodeTerm(bytes)];
  });
  return attributesIn(terms);
}

/** A call as a row. */
export function rowOf(
  trace: Trace,
  facts: FrameFacts,
  { indent, via, children, opened }: Pick<SpanRow, 'indent' | 'via' | 'children' | 'opened'>,
): SpanRow {
  const { frame, process, callMoment, endMoment, ended } = facts;
  const [view] = stackAt(trace, process, callMoment, 0, 1).frames;
  const attributes = attributesOf(trace, facts);
  return {
    frame,
    process,
    label: processAt(trace, process, callMoment).label,
    title: view?.title ?? 'call',
    indent,
    via,
    call: callMoment,
    from: timeAt(trace, callMoment),
    to: endMoment === -1 ? trace.duration : timeAt(trace, endMoment),
    ended,
    children,
    opened,
    ...(attributes === null ? { kind: null, tokens: null, cost: null } : spanFacts(attributes)),
  };
}
