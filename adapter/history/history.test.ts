import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  eventAt,
  processAt,
  stackAt,
  traceFromText,
  variablesAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { drawings } from '../../trace/testing.ts';
import { type Asking } from '../cinema/film.ts';
import { functionsNamed } from '../replay/functions.ts';
import { resolveLine } from '../replay/lines.ts';
import { callsTopic } from './calls.ts';
import { expressionTopic, namesMeant, type Within } from './expression.ts';
import { historyOf, type Page } from './history.ts';
import { lineTopic } from './line.ts';
import { statesTopic } from './states.ts';
import { type Topic } from './topic.ts';

const asking: Asking = { progress: () => {}, signal: new AbortController().signal };
const a = 0 as ProcessId;
const everything = { start: 0, count: 10_000, changesOnly: false };

function page(trace: Trace, topic: Topic, wanted: Partial<typeof everything> = {}, cursor = 0): Promise<Page> {
  return historyOf(trace, topic, cursor as Moment, { ...everything, ...wanted }, asking);
}

function expression(trace: Trace, text: string, moment: number, within: Within = 'process', process = a): Topic {
  const frame = stackAt(trace, process, moment as Moment, 0, 1).frames[0]!;
  const topic = expressionTopic(trace, frame, process, text, within);
  assert.ok(topic, `${text} has a history`);
  return topic;
}

const told = ({ rows }: Page) => rows.map(({ moment, text, problem }) => `${moment} ${problem ?? text}`);

/** f is called three times: twice by a, once by b; x is bound twice in each call. */
const calls = () =>
  traceFromText(`
    a: call f(n=1)@1 | line@2 x={:ok, 1} | line@3 x={:ok, 2} | return 2@3 | call f(n=5)@1 | line@2 x={:ok, 2} |                     | line@3 x={:ok, 6} | return 6@3
    b:               |                   |                   |            |               |                   | call f(n=7)@1 | line@2 x={:ok, 7} | exit :oops
  `);

describe('the history of an expression', () => {
  it('has a row for each binding, with its value, in order', async () => {
    const trace = calls();
    const found = await page(trace, expression(trace, 'x', 1));
    assert.deepEqual(told(found), ['1 {:ok, 1}', '2 {:ok, 2}', '5 {:ok, 2}', '7 {:ok, 6}']);
    assert.deepEqual(
      found.rows.map(({ changed }) => changed),
      [true, true, false, true],
    );
    assert.equal(found.total, 4);
    assert.equal(found.title, `x in Fixture.f/1, ${processAt(trace, a).label}`);
  });

  it('is of one call, of a process or of all of them', async () => {
    const trace = calls();
    assert.deepEqual(told(await page(trace, expression(trace, 'x', 1, 'frame'))), ['1 {:ok, 1}', '2 {:ok, 2}']);
    assert.deepEqual(told(await page(trace, expression(trace, 'x', 1, 'trace'))), [
      '1 {:ok, 1}',
      '2 {:ok, 2}',
      '5 {:ok, 2}',
      '7 {:ok, 6}',
      '8 {:ok, 7}',
    ]);
  });

  it('follows a path into the value, and tells what changed part by part', async () => {
    const trace = calls();
    const found = await page(trace, expression(trace, 'x[1]', 1));
    assert.deepEqual(told(found), ['1 1', '2 2', '5 2', '7 6']);
    const whole = await page(trace, expression(trace, 'x', 1));
    assert.deepEqual(
      whole.rows.map(({ changes }) => changes.map(({ path, before, after }) => `${path} ${before} ${after}`)),
      [[], ['[1] 1 2'], [], ['[1] 2 6']],
    );
  });

  it('leaves out what did not change when it is asked to, and says how far it looked', async () => {
    const trace = calls();
    const found = await page(trace, expression(trace, 'x', 1), { changesOnly: true });
    assert.deepEqual(told(found), ['1 {:ok, 1}', '2 {:ok, 2}', '7 {:ok, 6}']);
    assert.deepEqual([found.total, found.next], [4, 4]);
  });

  it('is told a page at a time, around the cursor when no beginning is given', async () => {
    const trace = traceFromText(`a: call f()@1 | ${Array.from({ length: 50 }, (_, n) => `line@2 x=${n}`).join(' | ')}`);
    const topic = expression(trace, 'x', 10);
    const second = await page(trace, topic, { start: 10, count: 3 }, 30);
    assert.deepEqual(told(second), ['11 10', '12 11', '13 12']);
    assert.deepEqual([second.start, second.next, second.total, second.cursor], [10, 13, 50, 29]);
    const { rows, start } = await historyOf(trace, topic, 30 as Moment, { count: 10, changesOnly: false }, asking);
    assert.deepEqual([start, rows.length, rows[5]?.moment], [24, 10, 30]);
    const behind = await page(trace, topic, { start: 99 });
    assert.deepEqual([behind.rows.length, behind.start, behind.next], [0, 50, 50]);
  });

  it('compares the first row of a page with the row before it', async () => {
    const trace = calls();
    const { rows } = await page(trace, expression(trace, 'x', 1), { start: 2, count: 1 });
    assert.deepEqual(
      rows.map(({ changed }) => changed),
      [false],
    );
  });

  it('says why there is no value at a row', async () => {
    const trace = calls();
    const { rows } = await page(trace, expression(trace, 'x[7]', 1));
    assert.match(rows[0]!.problem!, /nothing at that key/);
  });

  it('ends when nobody wants it any more', async () => {
    const length = 20_000;
    const trace = traceFromText(`a: call f()@1 | ${Array.from({ length }, (_, n) => `line@2 x=${n}`).join(' | ')}`);
    const controller = new AbortController();
    const wanted = { ...everything, count: length, changesOnly: true };
    const answer = historyOf(trace, expression(trace, 'x', 10), 0 as Moment, wanted, {
      progress: () => controller.abort(),
      signal: controller.signal,
    });
    await assert.rejects(answer, /Cancelled/);
  });

  it('has each binding that the trace has, whatever ran', async () => {
    await fc.assert(
      fc.asyncProperty(drawings({ length: 120, gaps: true }), async (run) => {
        const trace = traceFromText(run);
        for (let moment = 0; moment < trace.eventCount; moment++) {
          const { process, frame } = eventAt(trace, moment as Moment);
          const view = stackAt(trace, process, moment as Moment, 0, 1).frames[0];
          if (frame === -1 || view?.frame !== frame) continue;
          const bound = variablesAt(trace, frame, moment as Moment).filter((one) => one.moment === moment);
          for (const { name } of bound) {
            const topic = expressionTopic(trace, view, process, name, 'frame');
            const { rows } = await page(trace, topic!);
            const row = rows.find((one) => one.moment === moment);
            assert.ok(row, `${name} is bound at ${moment}`);
            assert.equal(row.problem, undefined);
            assert.ok(rows.every((one, index) => index === one.index && eventAt(trace, one.moment).frame === frame));
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('the variables that an expression speaks of', () => {
  const known = ['cart', 'items', 'x', 'n', 'Total'];
  for (const [text, names] of [
    ['cart.items[x]', ['cart', 'x']],
    ['cart[:items]', ['cart']],
    ['%{items: cart, n: n}', ['cart', 'n']],
    ['"cart" <> x', ['x']],
    ['"has #{cart}"', ['cart']],
    ['x..n', ['x', 'n']],
    ['Total#cart.items', ['Total']],
    ['maps:items(x)', ['x']],
    ['1 + 2', []],
  ] as const) {
    it(text, () => assert.deepEqual([...namesMeant(text, known)].sort(), [...names].sort()));
  }
});

describe('the history of calls', () => {
  it('tells what went in, what came back and how long it took', async () => {
    const trace = calls();
    const { rows, title } = await page(trace, callsTopic(trace, functionsNamed(trace, 'Fixture.f/1')));
    assert.equal(title, 'Calls of Fixture.f/1');
    assert.deepEqual(
      rows.map(({ text, detail, call }) => [text, detail, call]),
      [
        ['Fixture.f(1)', '→ 2', { ended: 'returned', duration: 3000 }],
        ['Fixture.f(5)', '→ 6', { ended: 'returned', duration: 5000 }],
        ['Fixture.f(7)', 'exited: :oops', { ended: 'exited', duration: 4000 }],
      ],
    );
  });

  it('of one process alone', async () => {
    const trace = calls();
    const { rows } = await page(trace, callsTopic(trace, functionsNamed(trace, 'Fixture.f/1'), 1 as ProcessId));
    assert.deepEqual(
      rows.map(({ text }) => text),
      ['Fixture.f(7)'],
    );
  });

  it('follows tail calls to what the first call came to', async () => {
    const trace = traceFromText(
      'a: call main()@1 | line@2 | call f(1)@10 | tail g(2)@11 | call g(2)@20 | tail h(3)@21 | call h(3)@30 | return :done @31 | value :done @2',
    );
    const { rows } = await page(trace, callsTopic(trace, functionsNamed(trace, 'Fixture.f/1')));
    assert.deepEqual(rows[0]!.detail, '→ :done');
    assert.deepEqual(rows[0]!.call, { ended: 'returned', duration: 5000 });
  });

  it('tells exceptions, and calls that never came back', async () => {
    const trace = traceFromText(
      'a: call main()@1 | try 1 @2 | call f(1)@10 | raise :error :bad @11 | catch 1 :error :bad @3 | call f(2)@10 | line@11',
    );
    const { rows } = await page(trace, callsTopic(trace, functionsNamed(trace, 'Fixture.f/1')));
    assert.deepEqual(
      rows.map(({ detail, call }) => [detail, call?.ended]),
      [
        ['raised :error :bad, caught further out', 'raised'],
        ['had not come back when the recording ended', 'open'],
      ],
    );
  });
});

describe('the history of a line', () => {
  it('tells each time that it ran, with the variables there', async () => {
    const trace = calls();
    const resolved = resolveLine(trace, [0 as never], 3);
    assert.ok(resolved.hit);
    const found = await page(trace, lineTopic(trace, 'fixture.ex:3', resolved.postings), {}, 4);
    assert.deepEqual(
      found.rows.map(({ moment, text, detail }) => [moment, text, detail]),
      [
        [2, 'Fixture.f/1', 'n = 1, x = {:ok, 2}'],
        [7, 'Fixture.f/1', 'n = 5, x = {:ok, 6}'],
      ],
    );
    assert.equal(found.cursor, 0);
  });
});

/** A server that handles two messages; the second leaves its state as it is. */
const server = () =>
  traceFromText(`
    a: call main()@1 | send b {:"$gen_cast", {:add, 1}} | send b {:"$gen_cast", :nothing}
    b: state Fixture %{n: 0, last: nil} | | | arrive a {:"$gen_cast", {:add, 1}} | call handle_cast({:add, 1}, %{n: 0, last: nil})@5 | line@6 | return {:noreply, 1}@6 | state Fixture %{n: 1, last: :add} | arrive a {:"$gen_cast", :nothing} | call handle_cast(:nothing, %{n: 1, last: :add})@8 | return {:noreply, 1}@8 | state Fixture %{n: 1, last: :add} | terminate :boom %{n: 1, last: :add} | exit :boom
  `);

describe('the timeline of a state', () => {
  const b = 1 as ProcessId;

  it('tells each state, what changed and the message that led to it', async () => {
    const trace = server();
    const topic = statesTopic(trace, b);
    assert.ok(topic.ok);
    const { rows } = await page(trace, topic.value);
    assert.deepEqual(
      rows.map(({ text, detail, changed, changes }) => [text, detail, changed, changes.map(({ path }) => path)]),
      [
        ['%{n: 0, last: nil}', null, true, []],
        ['%{n: 1, last: :add}', 'cast {:add, 1}', true, ['.n', '.last']],
        ['%{n: 1, last: :add}', 'cast :nothing', false, []],
        ['%{n: 1, last: :add}', null, false, []],
      ],
    );
  });

  it('follows a path into the state', async () => {
    const trace = server();
    for (const path of ['.n', 'state.n', ' [:n] ']) {
      const topic = statesTopic(trace, b, path);
      assert.ok(topic.ok);
      const { rows } = await page(trace, topic.value, { changesOnly: true });
      assert.deepEqual(
        rows.map(({ text }) => text),
        ['0', '1'],
        path,
      );
    }
  });

  it('says what is wrong with a path', () => {
    const topic = statesTopic(server(), b, '.n +');
    assert.ok(!topic.ok);
    assert.match(topic.error, /column/);
    const other = statesTopic(server(), b, 'cart.n');
    assert.ok(!other.ok);
  });

  it('is empty for a process without a state', async () => {
    const topic = statesTopic(server(), a);
    assert.ok(topic.ok);
    assert.deepEqual((await page(server(), topic.value)).rows, []);
  });
});
