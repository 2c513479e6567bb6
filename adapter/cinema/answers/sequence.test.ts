import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventAt, traceFromText } from '../../../trace/index.ts';
import { drawings } from '../../../trace/testing.ts';
import { type Sequence } from '../../../protocol/index.ts';
import { type Film } from '../film.ts';
import { sequence } from './sequence.ts';
import { asking, drawn, filmOf, moments, openExample } from './testing.ts';

async function told(film: Film, processes: readonly number[], limit = 100, from = 0, to = film.trace.eventCount - 1) {
  return (await sequence(film, { processes: Int32Array.from(processes), from, to, limit }, asking)) satisfies Sequence;
}

const lines = ({ steps }: Sequence) =>
  steps.map(({ kind, moment, received, from, to, text }) => `${kind} ${moment}>${received} ${from}>${to} ${text}`);

describe('the sequence of messages', () => {
  const film = drawn(`
    a: call main()@1 | spawn b |                | send b {:add, 1} |                      |           | recv b :k @2 | send c :aside |            |
    b:               |         | call loop()@10 |                  | recv a {:add, 1} @11 | send a :k |              |               | exit :boom |
    c:               |         |                |                  |                      |           |              |               |            | exit :normal
  `);

  it('has messages whose ends are both among the processes, spawns, exits and crashes', async () => {
    assert.deepEqual(lines(await told(film, [0, 1])), [
      'spawn 1>2 0>1 Fixture.loop/0',
      'message 3>5 0>1 {:add, 1}',
      'message 6>8 1>0 :k',
      'crash 10>-1 1>1 :boom',
    ]);
  });

  it('can be of a part of the recording', async () => {
    assert.deepEqual(lines(await told(film, [0, 1], 100, 2, 6)), ['message 3>5 0>1 {:add, 1}', 'message 6>8 1>0 :k']);
  });

  it('gives the first steps, and counts the others', async () => {
    const { steps, leftOut, labels } = await told(film, [0, 1, 2], 2);
    assert.equal(steps.length, 2);
    assert.equal(leftOut, 4);
    assert.deepEqual(
      labels.map(({ name, pid }) => [name, pid]),
      [
        ['Fixture.main/0', '<0.100.0>'],
        ['Fixture.loop/0', '<0.101.0>'],
        ['', '<0.102.0>'],
      ],
    );
  });

  it('says in a word what OTP wraps around a request', async () => {
    const wrapped = drawn(`
      a: call main()@1 | send b {:"$gen_call", {&a, [:alias | 1]}, {:add, "mug"}} | send b {:"$gen_cast", :stop} | send b {:"$gen_call", 1} | send b {1, 2}
      b: line@1
    `);
    assert.deepEqual(
      (await told(wrapped, [0, 1])).steps.map(({ text }) => text),
      ['call {:add, "mug"}', 'cast :stop', '{:"$gen_call", 1}', '{1, 2}'],
    );
  });

  it('of some processes is what a look at every event finds', async () => {
    await fc.assert(
      fc.asyncProperty(drawings({ length: 80 }), fc.array(fc.nat(4), { maxLength: 4 }), async (text, chosen) => {
        const { trace } = filmOf(traceFromText(text));
        const processes = [...new Set(chosen.filter((process) => process < trace.processCount))];
        const among = new Set(processes);
        const expected = moments(trace).filter((moment) => {
          const { kind, process, subject, message, detail } = eventAt(trace, moment);
          if (kind === 'exit') return among.has(process);
          if (kind === 'exception') {
            const exits = moments(trace).some(
              (at) => eventAt(trace, at).kind === 'exit' && eventAt(trace, at).process === process,
            );
            return detail === 2 && among.has(process) && !exits;
          }
          if (kind === 'spawn') return among.has(process) && among.has(subject);
          if (kind === 'arrive') return message?.send === -1 && among.has(process) && among.has(subject);
          const arrived = message?.arrive ?? -1;
          const receiver = arrived === -1 ? subject : eventAt(trace, moments(trace)[arrived]!).process;
          return kind === 'send' && among.has(process) && among.has(receiver);
        });
        const { steps } = await told(filmOf(trace), processes, 1_000);
        assert.deepEqual(
          steps.map(({ moment }) => moment),
          expected,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('of the relay is the baton going round', async () => {
    const { film: relay, close } = await openExample('relay');
    try {
      const runners = [10, 11, 12, 13, 14];
      const { steps, labels } = await told(relay, runners);
      assert.ok(labels.every(({ name }) => name === 'relay:ring/2'));
      const batons = steps.filter(({ kind, text }) => kind === 'message' && text.startsWith('{baton,'));
      assert.deepEqual(
        batons.map(({ from, to, text }) => `${from}>${to} ${text.slice(0, 8)}`),
        [3, 2, 1].flatMap((laps) =>
          [
            ...[14, 13, 12, 11].map((from) => `${from}>${from - 1} {baton,${laps}`),
            ...(laps > 1 ? [`10>14 {baton,${laps - 1}`] : []),
          ].map((line) => line.slice(0, line.indexOf('{') + 8)),
        ),
      );
      assert.ok(batons.every(({ moment, received }) => received > moment));
    } finally {
      close();
    }
  });
});
