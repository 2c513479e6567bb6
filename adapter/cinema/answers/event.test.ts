import assert from 'node:assert/strict';
import fc from 'fast-check';
import { crashes, eventAt, traceFromText } from '../../../trace/index.ts';
import { drawings } from '../../../trace/testing.ts';
import { type EventView, type MomentLink, type ValueView } from '../../../protocol/index.ts';
import { type Film } from '../film.ts';
import { event } from './event.ts';
import { copy, unfold } from './values.ts';
import { asking, drawn, filmOf, moments, openExample } from './testing.ts';

const view = (film: Film, moment: number, process?: number) =>
  event(film, { moment, ...(process !== undefined && { process }) }, asking) as EventView;

const said = (values: readonly ValueView[]) => values.map(({ name, text }) => `${name} = ${text}`);
const linked = (links: readonly MomentLink[]) => links.map(({ kind, moment, title }) => `${kind} ${moment} ${title}`);

/** The first event of a kind. */
function find(film: Film, kind: string, nth = 0): number {
  const found = moments(film.trace).filter((moment) => eventAt(film.trace, moment).kind === kind)[nth];
  assert.notEqual(found, undefined, `there is no ${kind}`);
  return found!;
}

describe('one event in full', () => {
  it('has the values of its kind under their names', () => {
    const film = drawn(`
      a: call main(n=1, "x")@1 | line@2 y={:a, 2} | spawn b | send b {:add, 1} |                              | value 5@2 | register boss | log "hello" | return :ok @3 | state Shop.Cart %{n: 1} | terminate :boom %{n: 1} | exit :boom
      b:                       |                  |         | call loop()@8    | recv a {:add, 1} @9 item=1   |           |               |               |             |                         |                         | monitor a
    `);
    const expected: readonly (readonly [string, string, readonly string[]])[] = [
      ['call', 'Function called', ['n = 1', 'argument 2 = "x"']],
      ['line', 'Line 2', ['y = {:a, 2}']],
      ['spawn', 'Process spawned', ['child = #PID<0.101.0>', 'runs = {Fixture, :b, []}']],
      ['send', 'Message sent', ['message = {:add, 1}', 'to = #PID<0.101.0>']],
      ['arrive', 'Message arrived', ['message = {:add, 1}']],
      ['receive', 'Message received', ['message = {:add, 1}', 'item = 1']],
      ['value', 'Call came back', ['value = 5']],
      ['register', 'Name registered', ['name = :boss']],
      ['return', 'Function returned', ['result = :ok']],
      ['log', 'Output', ['level = :info', 'text = "hello"', 'details = %{}']],
      ['state', 'State', ['behaviour = Shop.Cart', 'state = %{n: 1}']],
      ['exception', 'Crash', ['behaviour = Fixture', 'reason = :boom', 'state = %{n: 1}']],
      // Outside of all calls values are printed as Erlang does: no Elixir took part in a drawing.
      ['exit', 'Crash', ['reason = boom']],
      ['monitor', 'Monitored', ['process = #PID<0.100.0>']],
    ];
    for (const [kind, title, values] of expected) {
      const shown = view(film, find(film, kind));
      assert.deepEqual([shown.kind, shown.title, said(shown.values)], [kind, title, values]);
    }
  });

  it('leads to the other end of a message, with how long it was under way', () => {
    const film = drawn(`
      a: send b :hi |               | send b :lost
      b:            | recv a :hi @7 |
    `);
    const sent = view(film, 0);
    assert.deepEqual(linked(sent.effects), ['message 2 Message received']);
    assert.equal(sent.latency, 2_000);
    const taken = view(film, 2);
    assert.deepEqual(linked(taken.causes), ['message 0 Message sent']);
    assert.equal(taken.latency, 2_000);
    assert.deepEqual([taken.previous, taken.next], [1, -1]);
    assert.deepEqual([view(film, 3).latency, view(film, 3).effects], [null, []]);
  });

  it('leads from a message to the callback that handles it, and back', () => {
    const film = drawn(`
      a: send b {:"$gen_cast", {:add, 2}} |                                     |                                             |
      b:                                  | arrive a {:"$gen_cast", {:add, 2}}  | call handle_cast({:add, 2}, state=%{n: 0})@5 | line@6 | return :ok @6 | state %{n: 2}
    `);
    const call = find(film, 'call');
    assert.deepEqual(linked(view(film, 0).effects), ['message 1 Message arrived', `handler ${call} Function called`]);
    assert.deepEqual(linked(view(film, 1).effects), [`handler ${call} Function called`]);
    assert.deepEqual(linked(view(film, call).causes), ['message 0 Message sent']);
    assert.deepEqual(linked(view(film, find(film, 'line')).causes), ['message 0 Message sent']);
  });

  it('leads from a spawn to the child, and from an exit to all that it took along', () => {
    const film = drawn(`
      a: spawn b | link b | spawn c | link c |        |            | exit :boom |
      b:         |        |         |        | line@1 | exit :boom |            |
      c:         |        |         |        |        |            |            | exit :boom
    `);
    assert.deepEqual(linked(view(film, 0).effects), ['spawn 4 Line 1']);
    assert.deepEqual(linked(view(film, 4).causes), ['spawn 0 Process spawned']);
    assert.deepEqual(linked(view(film, 5).effects), ['exit 6 Crash']);
    assert.deepEqual(linked(view(film, 6).causes), ['exit 5 Crash']);
    assert.deepEqual(linked(view(film, 6).effects), ['exit 7 Crash']);
  });

  it('shows the state before and after, and what changed', () => {
    const film = drawn(`
      a: state Shop.Cart %{items: [1], total: 5} | line@1 | state Shop.Cart %{items: [1, 2], total: 5} | line@2
    `);
    assert.equal(view(film, 0).state?.before, null);
    const changed = view(film, 2).state!;
    assert.equal(changed.before?.text, '%{items: [1], total: 5}');
    assert.equal(changed.after?.text, '%{items: [1, 2], total: 5}');
    assert.deepEqual(changed.diff, [{ path: '.items[1]', kind: 'added', before: null, after: '2' }]);
    // Between two states nothing changes.
    assert.deepEqual(view(film, 3).state?.diff, []);
  });

  it('shows the stack with frames left by tail calls, and the variables of the innermost frame', () => {
    const film = drawn(`a: call main(n=1)@1 | line@2 x=7 | tail loop(1)@3 | call loop(m=1)@10 | line@11 z=:new`);
    const shown = view(film, 4);
    assert.deepEqual(
      shown.stack.map(({ title, left, place }) => [title, left, place?.line]),
      [
        ['Fixture.loop/1', false, 11],
        ['Fixture.main/1', true, 3],
      ],
    );
    assert.deepEqual(said(shown.variables), ['m = 1', 'z = :new']);
    assert.equal(shown.place?.function, 'Fixture.loop/1');
  });

  it('says what is missing', () => {
    const film = drawn(`a: gap 5 | line@1 x=... | line@2 y=1 | gap 1`);
    assert.match(view(film, 0).note!, /^5 events were not recorded here/);
    assert.match(
      view(film, 1).note!,
      /5 events were not recorded of this process just before.*Not all of a value was recorded/,
    );
    assert.equal(view(film, 1).values[0]?.value, null);
    assert.equal(view(film, 2).note, null);
    assert.match(view(film, 3).note!, /^1 event was not recorded here/);
  });

  it('of a process that has none at the moment is its newest, else its first', () => {
    const film = drawn(`
      a: line@1 |        | line@2 |
      b:        | line@5 |        | line@6
    `);
    assert.equal(view(film, 2, 1).moment, 1);
    assert.equal(view(film, 0, 1).moment, 1);
    assert.equal(view(film, 3, 0).moment, 2);
  });

  it('has values that unfold and can be copied, every one of any run', () => {
    fc.assert(
      fc.property(drawings({ length: 60 }), (text) => {
        const film = filmOf(traceFromText(text));
        for (const moment of moments(film.trace)) {
          const { values, variables, state } = view(film, moment);
          const states = [state?.before, state?.after].filter((one) => one !== null && one !== undefined);
          for (const { value, parts, whole, text: line } of [...values, ...variables, ...states]) {
            if (value === null) continue;
            const unfolded = unfold(film, { value, start: 0, count: 1_000 }, asking) as {
              parts: ValueView[];
              total: number;
            };
            assert.equal(unfolded.total, parts);
            assert.equal(unfolded.parts.length, Math.min(parts, 1_000));
            const copied = copy(film, { value }, asking) as { text: string };
            if (whole) assert.equal(copied.text, line);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('one event of a recorded program', () => {
  let example: Awaited<ReturnType<typeof openExample>>;
  before(async () => (example = await openExample('shop')));
  after(() => example.close());

  it('tells a crash: what was raised where, because of which message, and who went down with it', () => {
    const { film } = example;
    const shown = view(film, crashes(film.trace).moments[0]!);
    assert.match(shown.label, /^Shop\.Payment /);
    assert.equal(shown.crash?.type, 'FunctionClauseError');
    assert.match(shown.crash.stack[0]!, /bank_transfer\("robert", 3148\.5\)/);
    assert.ok(said(shown.variables).includes('cents = 3148.5'));
    assert.equal(shown.stack[0]?.title, 'Shop.Payment.handle_call/3');
    // The message that it failed on.
    assert.equal(shown.causes.length, 1);
    assert.match(view(film, shown.causes[0]!.moment).values[0]!.text, /\{:charge, "robert", 3148\.5\}/);
    const [exit] = shown.effects;
    assert.equal(exit?.kind, 'exit');
    const took = view(film, exit.moment).effects;
    assert.match(took[0]!.label, /^Shop\.Cart /);
  });

  it('shows the coupon at work: the price of the poster in the state of the cart', () => {
    const { film } = example;
    const changes = moments(film.trace).flatMap((moment) =>
      eventAt(film.trace, moment).kind === 'state' ? (view(film, moment).state?.diff ?? []) : [],
    );
    assert.deepEqual(
      changes.filter(({ path }) => path === '.items["poster"].price'),
      [
        { path: '.items["poster"].price', kind: 'changed', before: '1999', after: '1799' },
        { path: '.items["poster"].price', kind: 'changed', before: '1999', after: '999.5' },
      ],
    );
  });
});
