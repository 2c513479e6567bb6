import assert from 'node:assert/strict';
import {
  argumentsOf,
  callsOf,
  causeOf,
  crashes,
  decodeTerm,
  effectOf,
  eventAt,
  frameAt,
  mailboxAt,
  momentAtTime,
  nextIn,
  previousIn,
  printElixir,
  processAt,
  processesAliveAt,
  readValue,
  stackAt,
  stateAt,
  stopLines,
  stopsOnLine,
  traceFromText,
  variableOfOccurrence,
  variablesAt,
  type FunctionId,
  type Moment,
  type ProcessId,
  type SourceId,
  type Trace,
  type TraceNanoseconds,
  type ValueReference,
} from '../index.ts';

const source = 0 as SourceId;
const a = 0 as ProcessId;
const b = 1 as ProcessId;
const at = (moment: number) => moment as Moment;

const printed = (trace: Trace, value: ValueReference) => printElixir(decodeTerm(readValue(trace, value)!));

/** `x=1 y=2` of the innermost frame, sorted. */
function variables(trace: Trace, process: ProcessId, moment: number, line = 0): string {
  const view = stackAt(trace, process, at(moment)).frames[line];
  if (view === undefined) return 'no frame';
  const found = variablesAt(trace, view.frame, at(moment));
  return found
    .map(({ name, value }) => `${name}=${printed(trace, value)}`)
    .sort()
    .join(' ');
}

const titles = (trace: Trace, process: ProcessId, moment: number) =>
  stackAt(trace, process, at(moment)).frames.map(
    ({ title, place, left }) => `${title}@${place?.line}${left ? ' left' : ''}`,
  );

describe('stacks', () => {
  it('are told innermost first, each with the line it is at', () => {
    const trace = traceFromText(
      'a: call main()@1 | line@2 | call f()@10 | line@11 | call lists:map(1) | call f#0(2)@12 | line@13',
    );
    assert.deepEqual(titles(trace, a, 6), [
      'fun in Fixture.f/0@13',
      'lists:map/1@undefined',
      'Fixture.f/0@11',
      'Fixture.main/0@2',
    ]);
  });

  it('can be asked for in parts', () => {
    const trace = traceFromText(`a: ${'call f()@1 | line@2 | '.repeat(100)} line@3`);
    const { total, frames } = stackAt(trace, a, at(200), 40, 10);
    assert.equal(total, 100);
    assert.deepEqual(frames, stackAt(trace, a, at(200)).frames.slice(40, 50));
  });

  it('keep at most ten of the frames that a loop has left', () => {
    const trace = traceFromText(
      `a: call main()@1 | line@2 | call f(0)@5 | ${'tail f(1)@6 | call f(1)@5 | '.repeat(50)} line@6`,
    );
    const { total, frames } = stackAt(trace, a, at(trace.eventCount - 1));
    assert.equal(total, 12);
    assert.equal(frames.length, 12);
    assert.deepEqual(
      frames.map(({ left }) => left),
      [false, ...Array<boolean>(10).fill(true), false],
    );
    assert.equal(frames[11]!.place!.line, 2);
  });

  it('show a frame as left while unrecorded code runs in its place', () => {
    const trace = traceFromText('a: call f()@1 | tail@2 | log "from elsewhere"');
    assert.deepEqual(titles(trace, a, 1), ['Fixture.f/0@2']);
    assert.deepEqual(titles(trace, a, 2), ['Fixture.f/0@2 left']);
  });

  it('know when a call began, ended, and how', () => {
    const trace = traceFromText(
      'a: call main()@1 | call f()@5 | return 1@6 | line@2 | call g()@7 | raise :error :x@8 | exit :boom',
    );
    const ended = [0, 1, 2]
      .map((frame) => frameAt(trace, frame as never)!)
      .map(({ ended: how, endMoment }) => [how, endMoment]);
    assert.deepEqual(ended, [
      ['exit', 6],
      ['return', 2],
      ['exit', 6],
    ]);
  });

  it('of calls recorded without returns do not nest what may not be nested', () => {
    const trace = traceFromText('@calls lib\na: call lib:f(1) | call lib:g(2) | exit :normal');
    assert.deepEqual(titles(trace, a, 1), ['lib:g/1@undefined']);
    assert.ok(eventAt(trace, at(1)).stop);
  });

  it('after a gap show only what is certain', () => {
    const trace = traceFromText('a: call main()@1 | line@2 | gap 3 | call f()@5 | line@6 | line@3 of main');
    assert.deepEqual(titles(trace, a, 4), ['Fixture.f/0@6']);
    assert.deepEqual(titles(trace, a, 5), ['Fixture.main/0@3']);
  });
});

describe('variables', () => {
  it('are the newest of each name', () => {
    const trace = traceFromText('a: call f(x=1)@1 | line@2 y=2 | line@3 x=3 | line@4');
    assert.equal(variables(trace, a, 1), 'x=1 y=2');
    assert.equal(variables(trace, a, 3), 'x=3 y=2');
  });

  it('of a scope are seen inside of it, and not in its next round', () => {
    const trace = traceFromText(
      'a: call f(n=9)@1 | line@2 in each opens x=1 | line@3 in each y=10 | line@2 in each opens x=2 | line@3 in each | line@4',
    );
    assert.equal(variables(trace, a, 2), 'n=9 x=1 y=10');
    assert.equal(variables(trace, a, 3), 'n=9 x=2');
    assert.equal(variables(trace, a, 5), 'n=9');
  });

  it('of a caller are as they were when it made the call', () => {
    const trace = traceFromText('a: call f(x=1)@1 | line@2 y=2 | call g(x=5)@9 | line@10');
    assert.equal(variables(trace, a, 3, 0), 'x=5');
    assert.equal(variables(trace, a, 3, 1), 'x=1 y=2');
  });

  it('cost nothing for the rounds of a loop', () => {
    const trace = traceFromText(`a: call f(n=1)@1 | ${'line@2 in each opens x=1 | '.repeat(20_000)} line@3`);
    const before = performance.now();
    assert.equal(variables(trace, a, trace.eventCount - 2), 'n=1 x=1');
    assert.ok(performance.now() - before < 50);
  });

  it('are found by the place of their name in the text', () => {
    const trace = traceFromText('a: call f()@1 | line@2 x=1 | line@3 x=2 | line@4');
    const frame = stackAt(trace, a, at(3)).frames[0]!.frame;
    const on = (line: number) => variableOfOccurrence(trace, frame, at(3), { source, line, column: 0, name: 'x' });
    const first = on(2);
    assert.ok(first !== null && 'value' in first);
    assert.equal(printed(trace, first.value), '1');
    assert.equal(on(9), null);
  });

  it('arguments are told by position, with a name where the pattern is a variable', () => {
    const trace = traceFromText('a: call f(1, x=:two)@1 | line@2');
    const frame = stackAt(trace, a, at(1)).frames[0]!.frame;
    assert.deepEqual(
      argumentsOf(trace, frame, at(1)).map(({ name, value }) => [name, printed(trace, value!)]),
      [
        [null, '1'],
        ['x', ':two'],
      ],
    );
  });
});

describe('processes', () => {
  const trace = traceFromText(`
    a: spawn b | link b | register shop |             | exit {:bad, 1}
    b:         |        | line@3        | send a :x   |                | exit {:bad, 1}
  `);
  it('have the names of the moment', () => {
    assert.deepEqual(processAt(trace, a, at(1)).names, []);
    assert.equal(processAt(trace, a, at(2)).label, 'shop <0.100.0>');
  });
  it('live from their spawn to their exit', () => {
    assert.deepEqual(processesAliveAt(trace, at(0)), [a, b]);
    assert.deepEqual(processesAliveAt(trace, at(6)), [b]);
    assert.equal(processAt(trace, b).parent, a);
    assert.deepEqual(processAt(trace, b).exit, { moment: 6, abnormal: true });
  });
  it('die of what they are linked to, when the reasons agree', () => {
    assert.equal(causeOf(trace, at(6)), 5);
    assert.equal(effectOf(trace, at(5)), 6);
  });
  it('begin with their spawn', () => {
    assert.equal(causeOf(trace, at(3)), 0);
    assert.equal(effectOf(trace, at(0)), 3);
  });
  it('crash when they exit abnormally', () => {
    assert.equal(nextIn(trace, [crashes(trace)], -1), 5);
    assert.equal(nextIn(trace, [crashes(trace)], at(5)), 6);
  });
});

describe('messages', () => {
  const trace = traceFromText(`
    a: send b 1 | send b 2 |            |            |          | send b 1
    b:          |          | arrive a 1 | arrive a 2 | recv a 2 |          | arrive a 1
  `);
  it('wait in the mailbox from their arrival until they are taken', () => {
    assert.deepEqual(mailboxAt(trace, b, at(3)), [2, 3]);
    assert.deepEqual(mailboxAt(trace, b, at(4)), [2]);
    assert.deepEqual(mailboxAt(trace, b, at(6)), [2, 6]);
  });
  it('lead from the taking to the send and back', () => {
    assert.equal(causeOf(trace, at(4)), 1);
    assert.equal(effectOf(trace, at(1)), 4);
    assert.equal(effectOf(trace, at(0)), 2);
    assert.equal(causeOf(trace, at(6)), 5);
  });
});

describe('state', () => {
  it('is the newest between callbacks, or the one a behaviour went down with', () => {
    const trace = traceFromText(
      'a: state %{n: 1} | call f()@1 | line@2 | state %{n: 2} | terminate :boom %{n: 3} | exit :boom',
    );
    const state = (moment: number) => printed(trace, stateAt(trace, a, at(moment))!.value);
    assert.deepEqual([2, 3, 5].map(state), ['%{n: 1}', '%{n: 2}', '%{n: 3}']);
    assert.equal(stateAt(trace, a, at(2))!.module, 'Elixir.Fixture');
    assert.equal(nextIn(trace, [crashes(trace)], -1), 4);
    assert.equal(nextIn(trace, [crashes(trace)], at(4)), -1);
  });
});

describe('lines and functions', () => {
  const trace = traceFromText(`
    a: call f()@1 | line@2 |        | line@2 | line@3:5
    b:            |        | call f()@1 | line@2
  `);
  it('tell how often they ran', () => {
    assert.deepEqual(stopLines(trace, source), [
      { line: 2, columns: [0], hits: 3 },
      { line: 3, columns: [5], hits: 1 },
    ]);
  });
  it('are found in both directions, of one process if asked', () => {
    const line = [stopsOnLine(trace, source, 2)];
    assert.deepEqual(
      [-1, 1, 3].map((moment) => nextIn(trace, line, moment as Moment)),
      [1, 3, 4],
    );
    assert.deepEqual(
      [5, 4, 3].map((moment) => previousIn(trace, line, at(moment))),
      [4, 3, 1],
    );
    assert.equal(nextIn(trace, line, -1, b), 4);
    assert.equal(previousIn(trace, line, at(6), a), 3);
    assert.equal(nextIn(trace, [callsOf(trace, 0 as FunctionId)], at(0)), 2);
  });
});

describe('times', () => {
  it('lead to the last moment at or before', () => {
    const trace = traceFromText(`a: ${'line@1 | '.repeat(100)} line@1`);
    const moment = (time: number) => momentAtTime(trace, time as TraceNanoseconds);
    assert.deepEqual([-5, 0, 999, 1000, 50_500, 1e9].map(moment), [0, 0, 0, 1, 50, 100]);
  });
});

describe('mistakes in a drawing', () => {
  for (const [drawing, message] of [
    ['a: dance', /Line 1 of the drawing: Expected one of line/],
    ['a: send', /Expected the process/],
    ['\na: call f(1', /Line 2 of the drawing: Expected "\)"/],
    ['nothing', /expected "process: cells"/],
  ] as const) {
    it(`${JSON.stringify(drawing)} is told`, () => assert.throws(() => traceFromText(drawing), message));
  }
});

describe('crashes', () => {
  it('leave out who is killed when the system has gone down', () => {
    const trace = traceFromText(`
      @name a kernel_sup
      a:             |        |              | exit :shutdown |
      b: call main() | line@2 | exit :killed |                |
      c: call main() | line@2 |              |                | exit :killed
    `);
    assert.deepEqual([...crashes(trace).moments], [4]);
  });
});
