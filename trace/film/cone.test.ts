import assert from 'node:assert/strict';
import fc from 'fast-check';
import { causeOf, coneOf, eventAt, type Moment, type Trace } from '../index.ts';
import { drawings, traceFromText } from '../testing.ts';

/** What leads directly to each event, told slowly: program order, sends, spawns, exits. */
function edgesOf(trace: Trace): readonly (readonly number[])[] {
  const last = new Map<number, number>();
  const spawned = new Map<number, number>();
  return Array.from({ length: trace.eventCount }, (_, moment) => {
    const event = eventAt(trace, moment as Moment);
    const causes: number[] = [];
    const before = last.get(event.process);
    if (before !== undefined) causes.push(before);
    else if (spawned.has(event.process)) causes.push(spawned.get(event.process)!);
    if (event.kind === 'spawn' && event.subject !== -1 && !spawned.has(event.subject))
      spawned.set(event.subject, moment);
    if (
      (event.kind === 'arrive' || event.kind === 'receive') &&
      event.message !== undefined &&
      event.message.send !== -1
    )
      causes.push(event.message.send);
    if (event.kind === 'exit') {
      const cause = causeOf(trace, moment as Moment);
      if (cause !== -1) causes.push(cause);
    }
    last.set(event.process, moment);
    return causes;
  });
}

/** Every moment that can be reached, walking from one. */
function reached(next: readonly (readonly number[])[], from: number): ReadonlySet<number> {
  const found = new Set([from]);
  for (const one of found) for (const other of next[one]!) found.add(other);
  return found;
}

function reversed(edges: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const back = edges.map((): number[] => []);
  edges.forEach((causes, moment) => causes.forEach((cause) => back[cause]!.push(moment)));
  return back;
}

function bounds(trace: Trace, moments: ReadonlySet<number>, choose: (left: number, right: number) => number): number[] {
  const bound = Array.from({ length: trace.processCount }, () => -1);
  for (const moment of moments) {
    const { process } = eventAt(trace, moment as Moment);
    bound[process] = bound[process] === -1 ? moment : choose(bound[process]!, moment);
  }
  return bound;
}

describe('the cone of an event', () => {
  it('is what a walk over causes and effects reaches', async () => {
    await fc.assert(
      fc.asyncProperty(drawings({ gaps: true, processes: 5 }), fc.nat(), async (drawing, choice) => {
        const trace = traceFromText(`p0: spawn p1 | spawn p2\n---\n${drawing}`);
        const moment = choice % trace.eventCount;
        const edges = edgesOf(trace);
        const causes = await coneOf(trace, moment, 'causes');
        assert.deepEqual([...causes!], bounds(trace, reached(edges, moment), Math.max));
        const effects = await coneOf(trace, moment, 'effects');
        assert.deepEqual([...effects!], bounds(trace, reached(reversed(edges), moment), Math.min));
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('goes through messages, spawns and exits', async () => {
    const trace = traceFromText(`
      a: call f()@1 | spawn b | link b |               |            |             | exit :boom
      b:            |         |        | call g()@2    | send c :hi |             |            | exit :boom
      c: call h()@3 |         |        |               |            | recv b :hi@4
    `);
    const moments = Array.from({ length: trace.eventCount }, (_, moment) => eventAt(trace, moment as Moment));
    const of = (kind: string, process: number) =>
      moments.find((one) => one.kind === kind && one.process === process)!.moment;
    const causes = await coneOf(trace, of('receive', 2), 'causes');
    assert.deepEqual([...causes!], [of('spawn', 0), of('send', 1), of('receive', 2)]);
    const effects = await coneOf(trace, of('exit', 0), 'effects');
    assert.deepEqual([...effects!], [of('exit', 0), of('exit', 1), -1]);
  });

  it('is nothing for a moment outside of the trace, and null when cancelled', async () => {
    const trace = traceFromText('a: call f()@1');
    assert.deepEqual([...(await coneOf(trace, 9, 'causes'))!], [-1]);
    assert.equal(await coneOf(trace, 0, 'causes', { signal: AbortSignal.abort() }), null);
  });
});
