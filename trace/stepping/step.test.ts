import assert from 'node:assert/strict';
import { eventAt, step, traceFromText, type Moment, type ProcessId, type StepCommand, type Trace } from '../index.ts';

const first = 0 as ProcessId;

/** Moments by the line that is drawn there, for readable examples. */
function standing(trace: Trace, line: number, process = first): { process: ProcessId; moment: Moment } {
  for (let moment = 0; moment < trace.eventCount; moment++) {
    const event = eventAt(trace, moment as Moment);
    if (event.place?.line === line && event.process === process) return { process, moment: moment as Moment };
  }
  throw new Error(`Line ${line} is not drawn.`);
}

/** The line a step leads to, or the edge it meets. */
function lineAfter(trace: Trace, from: number, command: StepCommand): number | string {
  const result = step(trace, standing(trace, from), command);
  if (result.edge !== 'none') return result.edge;
  const event = eventAt(trace, result.moment);
  return event.place?.line ?? event.kind;
}

const nested = traceFromText(`
  a: call main()@1 | line@2 | call f(1)@10 | line@11 | call g(2)@20 | line@21 | return 5@21 | value 5@11 | line@12 | return 6@12 | value 6@2 | line@3 | return :ok@3 | exit :normal
`);

describe('stepping over, into and out of calls', () => {
  it('next stays in the frame', () => {
    assert.equal(lineAfter(nested, 2, 'next'), 3);
    assert.equal(lineAfter(nested, 11, 'next'), 12);
  });
  it('next at the end of a frame goes on in its caller', () => assert.equal(lineAfter(nested, 12, 'next'), 3));
  it('next at the end of the outermost frame meets the exit, then the end', () => {
    assert.equal(lineAfter(nested, 3, 'next'), 'exit');
    assert.equal(step(nested, { process: first, moment: 13 as Moment }, 'next').edge, 'end');
  });
  it('stepIn enters', () => assert.equal(lineAfter(nested, 2, 'stepIn'), 11));
  it('stepOut returns to the caller and says what came back', () => {
    assert.equal(lineAfter(nested, 21, 'stepOut'), 12);
    assert.equal(eventAt(nested, step(nested, standing(nested, 21), 'stepOut').returned!.moment).kind, 'return');
  });
  it('stepBack goes over what was called, and at the first line to the line that made the call', () => {
    assert.equal(lineAfter(nested, 3, 'stepBack'), 2);
    assert.equal(lineAfter(nested, 11, 'stepBack'), 2);
    assert.equal(lineAfter(nested, 2, 'stepBack'), 'start');
  });
  it('stepBackInto enters the end of what has just returned', () =>
    assert.equal(lineAfter(nested, 12, 'stepBackInto'), 21));
  it('stepBackOut goes to the line that made the call', () => {
    assert.equal(lineAfter(nested, 21, 'stepBackOut'), 11);
    assert.equal(lineAfter(nested, 12, 'stepBackOut'), 2);
  });
});

describe('stepping around tail calls', () => {
  const tails = traceFromText(`
    a: call main()@1 | line@2 | call f()@10 | line@11 | tail g()@12 | call g()@20 | line@21 | return 7@21 | value 7@2 | line@3 | return 0@3
  `);
  it('next goes over a tail call, to the caller', () => assert.equal(lineAfter(tails, 12, 'next'), 3));
  it('stepIn goes into it', () => assert.equal(lineAfter(tails, 12, 'stepIn'), 21));
  it('stepOut of a frame that was left by a tail call tells what the call came back with', () => {
    const { moment, returned } = step(tails, standing(tails, 11), 'stepOut');
    assert.equal(eventAt(tails, moment).place!.line, 3);
    assert.equal(returned!.moment, 7);
  });
  it('back from the called function is the line that called it', () => {
    assert.equal(lineAfter(tails, 21, 'stepBack'), 12);
    assert.equal(lineAfter(tails, 21, 'stepBackOut'), 12);
  });
  it('a loop that has no caller goes round', () => {
    const loop = traceFromText(
      'a: call loop(1)@1 | line@2 | tail loop(2)@3 | call loop(2)@1 | line@2 | tail loop(3)@3',
    );
    assert.equal(step(loop, { process: first, moment: 2 as Moment }, 'next').moment, 4);
  });
  it('a tail call of unrecorded code is over when the caller goes on', () => {
    const trace = traceFromText('a: call main()@1 | line@2 | call f()@10 | tail@11 | value 3@2 of main | line@3');
    assert.equal(lineAfter(trace, 11, 'next'), 3);
    assert.equal(step(trace, standing(trace, 11), 'stepOut').returned!.moment, 4);
  });
});

describe('stepping where exceptions fly', () => {
  const caught = traceFromText(`
    a: call main()@1 | try 1@2 | line@2 | call f()@10 | line@11 | raise :error :boom@12 | catch 1 :error :boom@4 | line@5 | return 0@5
  `);
  it('out of a function that raised is where it was caught, with the exception', () => {
    const { moment, returned } = step(caught, standing(caught, 11), 'stepOut');
    assert.equal(eventAt(caught, moment).place!.line, 4);
    assert.deepEqual(returned, { moment: 6, exception: true });
  });
  it('an uncaught one ends at the exit', () => {
    const trace = traceFromText('a: call f()@1 | line@2 | raise :error :boom@3 | exit :boom');
    assert.equal(lineAfter(trace, 3, 'next'), 'exit');
    assert.equal(step(trace, { process: first, moment: 3 as Moment }, 'stepBack').moment, 2);
  });
});

describe('stepping far', () => {
  it('goes over thousands of calls at once', function () {
    this.timeout(20_000);
    const calls = 'call f()@10 | line@11 | return 1@11 | '.repeat(20_000);
    const trace = traceFromText(`a: call main()@1 | line@2 | ${calls} line@3`);
    const before = performance.now();
    assert.equal(step(trace, { process: first, moment: 1 as Moment }, 'next').moment, trace.eventCount - 1);
    assert.ok(performance.now() - before < 50);
  });
});
