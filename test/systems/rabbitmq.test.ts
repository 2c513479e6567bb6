import assert from 'node:assert/strict';
import { join } from 'node:path';
import { causeOf, eventAt, lastEventOf, processAt, type Moment, type ProcessId } from '../../trace/index.ts';
import { move, start } from '../dap/stories.ts';
import { view } from '../dap/view.ts';
import { info, record } from './harness/cinema.ts';
import { folderWith } from './harness/folder.ts';
import { run } from './harness/program.ts';
import { broker, courier, rabbitHome } from './harness/rabbitmq.ts';
import {
  assertPairsAreTrue,
  eventsOf,
  processesNamed,
  replayOf,
  unpairedArrivals,
  valueText,
  withTrace,
} from './harness/reading.ts';

const letters = 100;

describe('cinema record, on RabbitMQ', function () {
  this.timeout(180_000);
  const folder = folderWith({ enabled_plugins: '[].', 'courier.erl': courier });
  let trace = '';

  before('a client publishes and consumes letters at a recorded broker', async () => {
    const directory = folder.path;
    const libraries = { ERL_LIBS: join(rabbitHome(), 'plugins') };
    const compiled = await run(['erlc', 'courier.erl'], { directory, environment: libraries });
    assert.equal(compiled.status, 0, compiled.stdout);
    const node = await broker(directory);
    let client: Awaited<ReturnType<typeof run>> | undefined;
    try {
      const recorded = await record(node.command, {
        directory,
        environment: node.environment,
        options: ['--calls', 'rabbit_channel', '--calls', 'rabbit_amqqueue*'],
        limit: 150_000,
        started: (running) => {
          void running
            .printed(node.ready)
            .then(() =>
              run(['erl', '-noshell', '-s', 'courier', 'main', String(node.port), String(letters)], {
                directory,
                environment: libraries,
              }),
            )
            .then((ran) => {
              client = ran;
              node.stop(running);
            });
        },
      });
      assert.equal(client?.stdout, `letter 1 .. letter ${letters}, ${letters}\n`);
      assert.equal(recorded.status, 0, recorded.stderr.slice(-2000));
      assert.doesNotMatch(recorded.stdout + recorded.stderr, /removed_failing_handler|shutdown_error/);
      trace = recorded.trace;
    } finally {
      await node.cleanUp();
    }
  });

  it('tells what is inside', async () => {
    const about = await info(trace);
    assert.equal(about.complete, true);
    assert.equal(about.dropped, 0);
    assert.deepEqual(about.damage, []);
    assert.ok(about.processCount > 300, `${about.processCount} processes`);
    const levels = new Map(about.modules.map(({ name, level }) => [name, level]));
    assert.equal(levels.get('rabbit_channel'), 'calls');
    assert.equal(levels.get('rabbit_amqqueue_process'), 'calls');
  });

  it('has every call of the channel with its arguments', () =>
    withTrace(trace, (opened) => {
      const published = [...eventsOf(opened)]
        .filter(({ kind, place }) => kind === 'call' && place?.module === 'rabbit_channel')
        .filter(({ place }) => place?.function === 'handle_method' && place.arity === 3)
        .filter(({ moment }) => valueText(opened, moment)?.startsWith('{:"basic.publish"') === true)
        .map(({ moment }) => /\["(letter \d+)"\]/.exec(valueText(opened, moment, 1) ?? '')?.[1]);
      assert.deepEqual(
        published,
        Array.from({ length: letters }, (_, index) => `letter ${index + 1}`),
      );
    }));

  it('pairs every message between its processes', () =>
    withTrace(trace, (opened) => {
      // The watcher of logger hands its group leader over while it is stopped, unseen.
      const unpaired = unpairedArrivals(opened).filter((text) => !text.includes(':group_leader'));
      assert.deepEqual(unpaired, []);
      assert.ok(assertPairsAreTrue(opened) > 3000);
      const nameOf = (one: ProcessId): string => /^\w+/.exec(processAt(opened, one).label)?.[0] ?? '';
      const channel = processesNamed(opened, 'rabbit_channel').find((one) => nameOf(one) === 'rabbit_channel');
      assert.ok(channel !== undefined, 'the process of the channel');
      const between = new Map<string, number>();
      for (const { kind, moment, subject, process } of eventsOf(opened)) {
        if (kind !== 'arrive' || causeOf(opened, moment) === -1) continue;
        const [from, to] = [subject as ProcessId, process].map(nameOf);
        if (subject === channel || process === channel)
          between.set(`${from} → ${to}`, (between.get(`${from} → ${to}`) ?? 0) + 1);
      }
      for (const way of [
        'rabbit_reader → rabbit_channel',
        'rabbit_channel → rabbit_prequeue',
        'rabbit_prequeue → rabbit_channel',
      ])
        assert.ok(
          (between.get(way) ?? 0) >= letters,
          `${way}: ${between.get(way) ?? 0} of ${[...between.keys()].join(', ')}`,
        );
    }));

  it('can be walked through, back to who sent a letter', () =>
    withTrace(trace, async (opened) => {
      const publishing = [...eventsOf(opened)].find(
        ({ kind, moment, place }) =>
          kind === 'call' &&
          place?.function === 'handle_method' &&
          valueText(opened, moment, 1)?.includes('"letter 57"') === true,
      );
      assert.ok(publishing);
      const client = await replayOf(trace);
      await start(client, { startAt: { moment: publishing.moment } });
      const here = await view(client);
      assert.match(here.stack[0] ?? '', /^rabbit_channel:handle_method\/3/);
      assert.match(here.variables.join('\n'), /letter 57/);
      const there = await client.request('cinema/position');
      const threadId = Number(there['process']) + 1;
      for (let step = 0; step < 20; step++) await move(client, 'stepIn', { threadId });
      for (let step = 0; step < 20; step++) await move(client, 'cinema/step', { verb: 'stepBackInto', threadId });
      assert.deepEqual(await client.request('cinema/position'), there);
      assert.deepEqual(await view(client), here);
      await move(client, 'cinema/step', { verb: 'toCause' });
      const { moment } = (await client.request('cinema/position')) as { moment: Moment };
      const cause = eventAt(opened, lastEventOf(opened, eventAt(opened, moment).process, moment) as Moment);
      assert.equal(cause.kind, 'send');
      assert.match(processAt(opened, cause.process).label, /^rabbit_reader/);
      client.close();
    }));
});
