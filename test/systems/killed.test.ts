import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeTrace, decodeTerm, openTrace, printTerm, valuesAt } from '../../trace/index.ts';
import { randomNumbers } from '../dap/streams.ts';
import { cacheFolder, cinema, record } from './harness/cinema.ts';
import { folderWith } from './harness/folder.ts';
import { eventsOf } from './harness/reading.ts';

/** Each is a start of the BEAM. `CINEMA_KILLS=500` for a thorough look. */
const kills = Number(process.env['CINEMA_KILLS'] ?? 50);

/** Counts for ever, says each hundredth number and rests a moment, and sends it to a second process that keeps the sum. */
const busy = `-module(busy).
-export([main/0]).
main() ->
    Sum = spawn(fun() -> sum(0, 0) end),
    count(1, Sum).
count(N, Sum) ->
    Sum ! {add, N},
    N rem 100 =:= 0 andalso begin io:format("~b~n", [N]), timer:sleep(20) end,
    count(N + 1, Sum).
sum(Total, Seen) ->
    receive
        {add, N} -> sum(Total + N, Seen + 1)
    end.
`;

/** What a trace says of the program: the arguments of count/2, and of sum/2 (total and number), in order. */
async function told(
  path: string,
): Promise<{ readonly counted: readonly number[]; readonly summed: readonly (readonly number[])[] }> {
  const opened = await openTrace(path, { cacheFolder: await cacheFolder() });
  assert.ok(opened.ok, opened.ok ? '' : `${path} does not open: ${opened.error.message}`);
  const trace = opened.value;
  try {
    assert.deepEqual(trace.damage, []);
    const counted: number[] = [];
    const summed: number[][] = [];
    for (const { kind, moment, place } of eventsOf(trace)) {
      if (kind !== 'call') continue;
      const values = valuesAt(trace, moment).map((bytes) => printTerm(decodeTerm(bytes), 'erlang'));
      if (place?.function === 'count') counted.push(Number(values[0]));
      if (place?.function === 'sum') summed.push(values.slice(0, 2).map(Number));
    }
    return { counted, summed };
  } finally {
    closeTrace(trace);
  }
}

/** A beginning of what the program does, with nothing missing, nothing twice and nothing made up. */
async function assertTrue(path: string, lastSaid: number): Promise<number> {
  const { counted, summed } = await told(path);
  counted.forEach((number, index) => assert.equal(number, index + 1, `call ${index} of count/2`));
  summed.forEach(([total, seen], index) => {
    assert.equal(seen, index, `call ${index} of sum/2`);
    assert.equal(total, (index * (index + 1)) / 2, `the sum after ${index} numbers`);
  });
  assert.ok(
    counted.length >= lastSaid,
    `it had said ${lastSaid} when it was killed, the trace ends at ${counted.length}`,
  );
  return counted.length;
}

describe('recordings that are killed', function () {
  this.timeout(60_000 + kills * 10_000);
  const folder = folderWith({ 'busy.erl': busy });
  const command = ['erl', '-noshell', '-pa', '.', '-s', 'busy', 'main'];

  before(async () => {
    const compiled = await record(['erlc', '+debug_info', 'busy.erl'], { directory: folder.path, name: 'erlc.cinema' });
    assert.equal(compiled.status, 0, compiled.stdout);
  });

  it(`tell the truth up to the end, ${kills} times kill -9 at any moment`, async () => {
    const random = randomNumbers(20);
    const plans = Array.from({ length: kills }, (_, kill) => ({ kill, wait: Math.floor(random() * 100) }));
    let most = 0;
    let none = 0;
    const killOne = async ({ kill, wait }: { readonly kill: number; readonly wait: number }): Promise<void> => {
      const recorded = await record(command, {
        directory: folder.path,
        name: `kill-${kill}.cinema`,
        started: (running) => {
          // Some die while they begin, the others some milliseconds after their first word.
          if (kill % 10 === 9)
            void untilRecorded(running.osPid).then(() => setTimeout(() => killRecorded(running.osPid), wait * 3));
          else void running.printed('100\n').then(() => setTimeout(() => killRecorded(running.osPid), wait));
        },
      });
      assert.notEqual(recorded.status, 0, 'it was killed');
      const lastSaid = Number(recorded.stdout.trim().split('\n').at(-1) ?? 0);
      if (existsSync(recorded.trace)) most = Math.max(most, await assertTrue(recorded.trace, lastSaid));
      else {
        none += 1;
        assert.equal(recorded.stdout, '', 'a program that spoke has a trace');
        assert.match(recorded.stderr, /no BEAM that could be recorded|could not be joined/);
      }
    };
    const worker = async (): Promise<void> => {
      for (let plan = plans.shift(); plan !== undefined; plan = plans.shift()) await killOne(plan);
    };
    await Promise.all([worker(), worker(), worker()]);
    assert.ok(most > 200, `the longest has ${most} calls`);
    assert.ok(none < kills / 5, `${none} have no trace`);
  });

  it('are finished by cinema join when cinema record itself was killed', async () => {
    let said = 0;
    const directory = folder.path;
    const ran = await record(command, {
      directory,
      name: 'alone.cinema',
      started: (running) =>
        void running.printed('300\n').then(() => {
          said = 300;
          running.signal('SIGKILL');
          running.signalGroup('SIGKILL');
        }),
    });
    assert.equal(ran.status, 137);
    assert.equal(said, 300);
    assert.ok(!existsSync(ran.trace));
    const parts = `${ran.trace}.parts`;
    for (const part of readdirSync(parts).filter((name) => name.endsWith('.cinema')))
      await assertTrue(join(parts, part), said);
    const joined = await cinema(['join', parts], { directory });
    assert.equal(joined.status, 0, joined.stderr);
    await assertTrue(ran.trace, said);
    assert.ok(!existsSync(parts), `left behind: ${existsSync(parts) ? readdirSync(parts).join(' ') : ''}`);
  });
});

/** The recorded BEAMs of a process group. */
function recordedIn(group: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((entry) => {
      try {
        const [, , parent] = readFileSync(`/proc/${entry}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ');
        return (
          Number(parent) === group &&
          readFileSync(`/proc/${entry}/comm`, 'utf8').startsWith('beam') &&
          readFileSync(`/proc/${entry}/environ`, 'utf8').includes('CINEMA_OPTIONS=')
        );
      } catch {
        return false; // gone meanwhile
      }
    })
    .map(Number);
}

/** Kills them as the system does when memory is short; looks again where none was found. */
function killRecorded(group: number): void {
  const beams = recordedIn(group);
  for (const beam of beams) process.kill(beam, 'SIGKILL');
  if (beams.length === 0) setTimeout(() => killRecorded(group), 5).unref();
}

async function untilRecorded(group: number): Promise<void> {
  while (recordedIn(group).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}
