import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventAt, stepBy, traceFromText, type Moment, type ProcessId, type StepCommand, type Trace } from '../index.ts';
import { drawings } from '../testing.ts';
import { step } from './step.ts';

const process = 0 as ProcessId;

function walk(trace: Trace, from: number, command: StepCommand, granularity: 'line' | 'instruction' | 'statement') {
  const visited: number[] = [];
  for (let moment = from as Moment; ;) {
    const { moment: next, edge } = stepBy(trace, { process, moment }, command, granularity);
    if (edge !== 'none') return visited;
    visited.push(next);
    moment = next;
  }
}

/** Line 2 has three stops, of which the second calls f. */
const trace = traceFromText(`
  a: call main()@1 | line@2:1 | line@2:5 | call f()@10 | line@11:1 | line@11:9 | return 1@11 | value 1@2 | line@2:9 | line@3 | line@4:1 | line@4:2
`);

describe('the granularity of a step', () => {
  it('by statement rests at each stop', () => {
    assert.deepEqual(walk(trace, 1, 'next', 'statement'), [2, 8, 9, 10, 11]);
  });

  it('by line passes the other stops of its line', () => {
    assert.deepEqual(walk(trace, 1, 'next', 'line'), [9, 10]);
    assert.deepEqual(walk(trace, 1, 'stepIn', 'line'), [4, 8, 9, 10]);
  });

  it('by line goes back to the beginning of a line', () => {
    assert.deepEqual(walk(trace, 11, 'stepBack', 'line'), [10, 9, 1]);
  });

  it('by instruction rests at every event, those of calls left out when it steps over', () => {
    assert.deepEqual(walk(trace, 1, 'stepIn', 'instruction'), [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert.deepEqual(walk(trace, 1, 'next', 'instruction'), [2, 7, 8, 9, 10, 11]);
    assert.deepEqual(walk(trace, 8, 'stepBackInto', 'instruction'), [7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('by line leads back to where it came from, whatever ran', () => {
    fc.assert(
      fc.property(drawings({ length: 120 }), fc.nat(), (run, at) => {
        const drawn = traceFromText(run);
        if (drawn.eventCount === 0) return;
        const moment = (at % drawn.eventCount) as Moment;
        const own = eventAt(drawn, moment).process;
        // From the first stop of a line, into whatever comes and back.
        const start = stepBy(drawn, { process: own, moment }, 'stepBackInto', 'line');
        if (start.edge !== 'none') return;
        const there = stepBy(drawn, { process: own, moment: start.moment }, 'stepIn', 'line');
        if (there.edge !== 'none') return;
        const back = stepBy(drawn, { process: own, moment: there.moment }, 'stepBackInto', 'line');
        assert.equal(back.moment, start.moment);
      }),
      { numRuns: 200 },
    );
  });

  it('by statement is the usual step', () => {
    const commands: readonly StepCommand[] = ['next', 'stepIn', 'stepOut', 'stepBack', 'stepBackInto', 'stepBackOut'];
    for (const command of commands) {
      for (let moment = 0 as Moment; moment < trace.eventCount; moment++) {
        const cursor = { process, moment };
        assert.deepEqual(stepBy(trace, cursor, command, 'statement'), step(trace, cursor, command));
      }
    }
  });
});
