import assert from 'node:assert/strict';
import {
  eventAt,
  handledMessage,
  handlerOf,
  traceFromText,
  type Moment,
  type ProcessId,
  type Trace,
} from '../index.ts';

const server = 1 as ProcessId;

/** Where the process is at a line, and the moment of the arrival that the callback there is handling. */
function handledAt(trace: Trace, line: number): number {
  for (let moment = 0; moment < trace.eventCount; moment++) {
    const event = eventAt(trace, moment as Moment);
    if (event.kind === 'line' && event.place?.line === line) return handledMessage(trace, server, moment as Moment);
  }
  throw new Error(`nothing runs line ${line}`);
}

describe('the message a callback is handling', () => {
  it('is the one its arguments tell of, not the newest that arrived', () => {
    const trace = traceFromText(`
      a: send b {:"$gen_cast", 1} | send b {:"$gen_cast", 2} |
      b:                          |                          | arrive a {:"$gen_cast", 1} | arrive a {:"$gen_cast", 2} | call handle_cast(1, %{})@5 | line@6 | return 0 | state %{} | call handle_cast(2, %{})@5 | line@7
    `);
    assert.equal(handledAt(trace, 6), 2);
    assert.equal(handledAt(trace, 7), 3);
  });

  it('leads to that callback, past those of other messages', () => {
    const trace = traceFromText(`
      a: send b {:"$gen_cast", 1} | send b {:"$gen_cast", 2} | send b :lost |
      b:  | | | arrive a {:"$gen_cast", 1} | arrive a {:"$gen_cast", 2} | arrive a :lost | call handle_cast(1, %{})@5 | call helper(2)@8 | return 0 | return 0 | state %{} | call handle_cast(2, %{})@5 | line@7
    `);
    assert.equal(handlerOf(trace, 3 as Moment), 6);
    assert.equal(handlerOf(trace, 4 as Moment), 11);
    assert.equal(handlerOf(trace, 5 as Moment), -1);
  });

  it('is known in what the callback calls, too', () => {
    const trace = traceFromText(`
      a: send b :tick |
      b:              | arrive a :tick | call handle_info(:tick, %{})@5 | call helper(1)@8 | line@9
    `);
    assert.equal(handledAt(trace, 9), 1);
  });

  it('is the call of its sender, by the one use of from', () => {
    const trace = traceFromText(`
      a: send b {:"$gen_call", {&a, 1}, :get} | send b {:"$gen_call", {&a, 2}, :get} |
      b: | | arrive a {:"$gen_call", {&a, 1}, :get} | arrive a {:"$gen_call", {&a, 2}, :get} | call handle_call(:get, {&a, 2}, %{})@5 | line@6
    `);
    assert.equal(handledAt(trace, 6), 3);
  });

  it('is unknown outside of callbacks and where no such message was recorded', () => {
    const trace = traceFromText(`
      a: send b :tick |
      b:              | arrive a :tick | call main(:tick)@1 | line@2 | call handle_cast(:tock, %{})@3 | line@4
    `);
    assert.equal(handledAt(trace, 2), -1);
    assert.equal(handledAt(trace, 4), -1);
  });
});
