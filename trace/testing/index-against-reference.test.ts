import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { type RecordedContent } from '../fixture/content.ts';
import { openContent } from '../formats/index.ts';
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
  type EventRecord,
  type Moment,
  type ProcessId,
  type Trace,
} from '../index.ts';
import { contentFromText, drawings, replay, traceFromText, traceOfEvents, type Reference } from '../testing.ts';

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

/** Compares every moment; of all processes, or only of the one whose moment it is. */
function compareAll(trace: Trace, reference: Reference, everyProcess: boolean): void {
  assert.equal(trace.eventCount, reference.moments.length);
  const stops = Array.from({ length: trace.processCount }, (): number[] => []);
  reference.moments.forEach(({ stop, process }, at) => stop && stops[process]!.push(at));
  reference.moments.forEach((expected, index) => {
    const moment = index as Moment;
    const event = eventAt(trace, moment);
    assert.equal(event.kind, expected.kind);
    assert.equal(event.process, expected.process);
    assert.equal(event.depth, expected.depth, `depth of ${event.kind} at ${moment}`);
    assert.equal(isStop(trace, moment), expected.stop, `stop at ${moment}`);
    if (event.kind === 'arrive' || event.kind === 'receive') {
      assert.equal(event.message?.send ?? -1, expected.send, `send of what comes at ${moment}`);
    }
    if (event.kind === 'receive') assert.equal(event.message?.arrive ?? -1, expected.arrive);
    const processes = everyProcess ? stops.map((_, process) => process) : [expected.process];
    for (const process of processes as ProcessId[]) {
      compare(trace, reference, process, moment);
      assert.equal(nextStop(trace, process, moment), stops[process]!.find((at) => at > moment) ?? -1);
      assert.equal(previousStop(trace, process, moment), stops[process]!.findLast((at) => at < moment) ?? -1);
    }
  });
}

function compareDrawing(drawing: string): void {
  compareAll(traceFromText(drawing), replay(contentFromText(drawing)), true);
}

/** A recording of an example program, read into memory. */
async function recording(name: string): Promise<RecordedContent> {
  const path = fileURLToPath(new URL(`../../examples/${name}/${name}.cinema`, import.meta.url));
  const opened = await openContent(path);
  if (!opened.ok) throw new Error(opened.error.message);
  const content = opened.value;
  const events: EventRecord[] = [];
  await content.read({ sink: (event) => events.push({ ...event }) });
  return { ...content, events };
}

describe('the index, beside a slow replay of the same run', () => {
  it('says the same of every process at every moment', () => {
    fc.assert(fc.property(drawings(), compareDrawing), { numRuns: 60 });
  });

  it('says the same where events are missing', () => {
    fc.assert(fc.property(drawings({ gaps: true }), compareDrawing), { numRuns: 60 });
  });

  it('says the same of one long run', () => {
    fc.assert(fc.property(drawings({ length: 1500, processes: 2 }), compareDrawing), { numRuns: 3 });
  });

  for (const name of ['shop', 'relay', 'ledger']) {
    it(`says the same of the recording of examples/${name}`, async function () {
      this.timeout(60_000);
      const content = await recording(name);
      compareAll(traceOfEvents(name, content), replay(content), false);
      content.close();
    });
  }
});
