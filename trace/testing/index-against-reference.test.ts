import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  eventAt,
  isStop,
  lastEventOf,
  mailboxAt,
  isMailboxKnown,
  nextStop,
  previousStop,
  processAt,
  stackAt,
  stateAt,
  variablesAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../index.ts';
import { contentFromText, drawings, replay, traceFromText, type Reference } from '../testing.ts';

/** Everything the index says of a moment, beside what the slow replay says. */
function compare(trace: Trace, reference: Reference, process: ProcessId, moment: Moment): void {
  const where = `process ${process} at ${moment}`;
  assert.equal(lastEventOf(trace, process, moment), reference.lastEventOf(process, moment), where);
  const { total, frames } = stackAt(trace, process, moment);
  const seen = frames.map((view) => ({
    call: view.callMoment,
    left: view.left,
    last: view.lastMoment,
    variables: Object.fromEntries(
      variablesAt(trace, view.frame, moment).map((one) => [one.name, one.moment as number]),
    ),
  }));
  assert.deepEqual(seen, reference.stackAt(process, moment), where);
  assert.equal(total, frames.length, `total of ${where}`);
  if (isMailboxKnown(trace, process)) {
    assert.deepEqual(mailboxAt(trace, process, moment), reference.mailboxAt(process, moment), `mailbox of ${where}`);
  }
  assert.equal(stateAt(trace, process, moment)?.moment ?? -1, reference.stateAt(process, moment), `state of ${where}`);
  assert.deepEqual(processAt(trace, process, moment).names, reference.namesAt(process, moment), `names of ${where}`);
}

function compareAll(drawing: string): void {
  const trace = traceFromText(drawing);
  const reference = replay(contentFromText(drawing));
  assert.equal(trace.eventCount, reference.moments.length);
  reference.moments.forEach((expected, index) => {
    const moment = index as Moment;
    const event = eventAt(trace, moment);
    assert.equal(event.kind, expected.kind);
    assert.equal(event.process, expected.process);
    assert.equal(event.depth, expected.depth, `depth of ${event.kind} at ${moment}`);
    assert.equal(isStop(trace, moment), expected.stop, `stop at ${moment}`);
    if (event.kind === 'arrive' || event.kind === 'receive') assert.equal(event.message?.send ?? -1, expected.send);
    if (event.kind === 'receive') assert.equal(event.message?.arrive ?? -1, expected.arrive);
    for (let process = 0; process < trace.processCount; process++) {
      compare(trace, reference, process as ProcessId, moment);
      const own = (at: number) => reference.moments[at]!.process === process && reference.moments[at]!.stop;
      const all = reference.moments.map((_, at) => at).filter(own);
      assert.equal(nextStop(trace, process as ProcessId, moment), all.find((at) => at > moment) ?? -1);
      assert.equal(previousStop(trace, process as ProcessId, moment), all.findLast((at) => at < moment) ?? -1);
    }
  });
}

describe('the index, beside a slow replay of the same run', () => {
  it('says the same of every process at every moment', () => {
    fc.assert(fc.property(drawings(), compareAll), { numRuns: 60 });
  });

  it('says the same where events are missing', () => {
    fc.assert(fc.property(drawings({ gaps: true }), compareAll), { numRuns: 60 });
  });

  it('says the same of one long run', () => {
    fc.assert(fc.property(drawings({ length: 1500, processes: 2 }), compareAll), { numRuns: 3 });
  });
});
