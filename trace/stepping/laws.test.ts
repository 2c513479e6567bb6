import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  closeTrace,
  eventAt,
  isStop,
  nextIn,
  nextStop,
  openTrace,
  previousIn,
  previousStop,
  stackAt,
  step,
  stopLines,
  stopsOnLine,
  variablesAt,
  type Moment,
  type ProcessId,
  type SourceId,
  type Trace,
} from '../index.ts';
import { drawings, traceFromText } from '../testing.ts';

/** Everything a process shows at a moment. */
function shown(trace: Trace, process: ProcessId, moment: Moment): unknown {
  const { frames, total } = stackAt(trace, process, moment);
  return { total, frames: frames.map((frame) => ({ frame, variables: variablesAt(trace, frame.frame, moment) })) };
}

function* stopsOf(trace: Trace, process: ProcessId): Generator<Moment> {
  for (let at = nextStop(trace, process, -1); at !== -1; at = nextStop(trace, process, at)) yield at;
}

function forEachStop(trace: Trace, check: (process: ProcessId, moment: Moment) => void): void {
  for (let process = 0; process < trace.processCount; process++) {
    for (const moment of stopsOf(trace, process as ProcessId)) check(process as ProcessId, moment);
  }
}

let cacheFolder = '';
before(() => (cacheFolder = mkdtempSync(join(tmpdir(), 'cinema-laws-'))));
after(() => rmSync(cacheFolder, { recursive: true, force: true }));

async function openExamples(): Promise<readonly Trace[]> {
  const traces: Trace[] = [];
  for (const path of examples) {
    const opened = await openTrace(path, { cacheFolder });
    if (!opened.ok) throw new Error(opened.error.message);
    traces.push(opened.value);
  }
  return traces;
}

/** Checks a law on many runs and on the recordings of examples/; `again` opens the same run anew. */
const law = async (check: (trace: Trace, again: () => Trace) => void) => {
  const recordings = await openExamples();
  const again = await openExamples();
  recordings.forEach((trace, index) => check(trace, () => again[index]!));
  for (const trace of [...recordings, ...again]) closeTrace(trace);
  fc.assert(
    fc.property(drawings(), (drawing) => check(traceFromText(drawing), () => traceFromText(drawing))),
    { numRuns: 60 },
  );
};

/** Laws hold for recordings of real programs as well. */
const examples = ['shop', 'relay', 'ledger'].map((name) =>
  fileURLToPath(new URL(`../../examples/${name}/${name}.cinema`, import.meta.url)),
);

describe('the laws of stepping', () => {
  it('n steps in and n steps back into end where they began', () =>
    law((trace) => {
      forEachStop(trace, (process, start) => {
        let moment = start;
        let steps = 0;
        for (; steps < 10; steps++) {
          const result = step(trace, { process, moment }, 'stepIn');
          if (result.edge !== 'none') break;
          assert.ok(result.moment > moment);
          moment = result.moment;
        }
        for (; steps > 0; steps--) moment = step(trace, { process, moment }, 'stepBackInto').moment;
        assert.equal(moment, start);
      });
    }));

  it('steps that skip foreign code rest at none of it, and go back to where they began', () =>
    law((trace) => {
      // Every third site is foreign.
      const skipped = Uint8Array.from({ length: trace.sites.length + 1 }, (_, site) => (site % 3 === 1 ? 1 : 0));
      const isForeign = (moment: Moment): boolean => skipped[eventAt(trace, moment).site] === 1;
      forEachStop(trace, (process, start) => {
        if (isForeign(start)) {
          for (const command of ['next', 'stepIn', 'stepOut', 'stepBack', 'stepBackInto', 'stepBackOut'] as const) {
            const cursor = { process, moment: start };
            assert.deepEqual(step(trace, cursor, command, skipped), step(trace, cursor, command));
          }
          return;
        }
        let moment = start;
        let steps = 0;
        for (; steps < 10; steps++) {
          const { moment: there, edge } = step(trace, { process, moment }, 'stepIn', skipped);
          if (edge !== 'none') break;
          assert.ok(!isForeign(there));
          for (
            let passed = nextStop(trace, process, moment);
            passed !== there;
            passed = nextStop(trace, process, passed)
          )
            assert.ok(isForeign(passed as Moment));
          moment = there;
        }
        for (; steps > 0; steps--) moment = step(trace, { process, moment }, 'stepBackInto', skipped).moment;
        assert.equal(moment, start);
        const over = step(trace, { process, moment: start }, 'next', skipped);
        assert.ok(over.edge !== 'none' || !isForeign(over.moment));
      });
    }));

  it('next and stepBack undo each other as long as the frame is the same', () =>
    law((trace) => {
      forEachStop(trace, (process, moment) => {
        const { moment: there, edge } = step(trace, { process, moment }, 'next');
        const [from, to] = [eventAt(trace, moment), eventAt(trace, there)];
        if (edge !== 'none' || from.frame === -1 || from.frame !== to.frame || to.kind === 'exit') return;
        assert.equal(step(trace, { process, moment: there }, 'stepBack').moment, moment);
      });
    }));

  it('every step rests at a stop of its process, in the direction it is named after, or says which end it met', () =>
    law((trace) => {
      forEachStop(trace, (process, moment) => {
        for (const command of ['next', 'stepIn', 'stepOut', 'stepBack', 'stepBackInto', 'stepBackOut'] as const) {
          const result = step(trace, { process, moment }, command);
          const isBack = command.startsWith('stepBack');
          if (result.edge !== 'none') {
            assert.equal(result.edge, isBack ? 'start' : 'end');
            assert.equal(result.moment, moment);
            continue;
          }
          assert.ok(isBack ? result.moment < moment : result.moment > moment, command);
          assert.ok(isStop(trace, result.moment));
          assert.equal(eventAt(trace, result.moment).process, process);
        }
      });
    }));

  it('stepOut is never deeper than the caller, when there is one', () =>
    law((trace) => {
      forEachStop(trace, (process, moment) => {
        const { depth, kind } = eventAt(trace, moment);
        const result = step(trace, { process, moment }, 'stepOut');
        if (kind === 'exit' || depth < 2 || result.edge !== 'none') return;
        assert.ok(eventAt(trace, result.moment).depth < depth);
      });
    }));

  it('next never goes deeper', () =>
    law((trace) => {
      forEachStop(trace, (process, moment) => {
        const { depth, kind } = eventAt(trace, moment);
        const result = step(trace, { process, moment }, 'next');
        if (kind !== 'exit' && result.edge === 'none') {
          assert.ok(eventAt(trace, result.moment).depth <= Math.max(1, depth));
        }
      });
    }));

  it('what is shown at a moment does not depend on the way there, nor on who asked before', () =>
    law((trace, open) => {
      const atOnce = new Map<string, unknown>();
      forEachStop(trace, (process, moment) => atOnce.set(`${process}/${moment}`, shown(trace, process, moment)));
      const again = open();
      for (const [key, expected] of [...atOnce].reverse()) {
        const [process, moment] = key.split('/').map(Number) as [ProcessId, Moment];
        // By a walk through other processes and backwards, in a trace opened anew.
        previousStop(again, ((process + 1) % again.processCount) as ProcessId, moment);
        assert.deepEqual(shown(again, process, moment), expected);
      }
    }));

  it('continue and then reverseContinue meet the same hits, in opposite order', () =>
    law((trace) => {
      const lines = stopLines(trace, 0 as SourceId).slice(0, 3);
      const postings = lines.map(({ line }) => stopsOnLine(trace, 0 as SourceId, line));
      for (const process of [undefined, 0 as ProcessId, 1 as ProcessId]) {
        const there: number[] = [];
        for (let at = nextIn(trace, postings, -1, process); at !== -1; at = nextIn(trace, postings, at, process)) {
          there.push(at);
        }
        const back: number[] = [];
        let at = previousIn(trace, postings, trace.eventCount as Moment, process);
        for (; at !== -1; at = previousIn(trace, postings, at, process)) back.push(at);
        assert.deepEqual(back.reverse(), there);
        const expected: number[] = [];
        forEachStop(trace, (owner, moment) => {
          const place = eventAt(trace, moment).place;
          const isOn = place?.source === 0 && lines.some((one) => one.line === place.line);
          const wanted = isOn && (process === undefined || owner === process);
          if (wanted) expected.push(moment);
        });
        assert.deepEqual(
          there,
          expected.sort((left, right) => left - right),
        );
      }
    }));
});

describe('nothing is invented', () => {
  it('every frame on a stack was called by an event of its process, and every variable bound by one of its frame', () =>
    law((trace) => {
      forEachStop(trace, (process, moment) => {
        for (const { frame, callMoment } of stackAt(trace, process, moment).frames) {
          const call = eventAt(trace, callMoment);
          assert.deepEqual([call.kind, call.process, call.frame], ['call', process, frame]);
          for (const variable of variablesAt(trace, frame, moment)) {
            assert.equal(eventAt(trace, variable.moment).frame, frame);
            assert.ok(variable.moment <= moment);
          }
        }
      });
    }));

  it('a return without its call closes nothing', () => {
    const trace = traceFromText('a: return 1@5 of early/0 | call f()@1 | line@2 x=1');
    assert.equal(stackAt(trace, 0 as ProcessId, 2 as Moment).total, 1);
    assert.equal(eventAt(trace, 0 as Moment).frame, -1);
  });
});
