import assert from 'node:assert/strict';
import type { FilmState } from '../state/film-state.ts';
import { createPlayback } from './playback.ts';
import { settled, testPlace, testStage, type Answers } from './testing.ts';

const nearest: Required<Answers>['nearest'] = ({ axis, at }) =>
  testPlace(Math.min(999, Math.round(axis === 'time' ? at / 1e6 : at)));
const neighbour: Required<Answers>['neighbour'] = ({ moment, forward }) => {
  const next = moment + (forward ? 1 : -1);
  return next < 0 || next > 999 ? null : testPlace(next);
};

/** A film whose pictures come when the test says. */
function film(state: Partial<FilmState> = {}, reducedMotion = false) {
  const stage = testStage({ nearest, neighbour }, state);
  const { store } = stage;
  const frames: ((now: number) => void)[] = [];
  const seeks: number[] = [];
  let now = 0;
  const playback = createPlayback(stage, {
    goTo: (moment) => {
      seeks.push(moment);
      store.set({ cursor: testPlace(moment), preview: null });
      return Promise.resolve();
    },
    glide: (window) => store.set({ window }),
    aimed: () => store.get().window,
    reducedMotion: () => reducedMotion,
    nextFrame: (run) => frames.push(run),
  });
  return {
    ...playback,
    ...stage,
    seeks,
    /** Lets real time pass, a picture every 16 ms. */
    pass: async (milliseconds: number) => {
      for (const until = now + milliseconds; now < until;) {
        for (const run of frames.splice(0)) run(now);
        now += 16;
        if (now % 96 === 0) await settled();
      }
      await settled();
    },
    isStill: () => frames.length === 0,
  };
}

describe('playback', () => {
  it('moves the playhead with the clock and rests with one seek', async () => {
    const one = film();
    one.play({ running: true });
    await one.pass(320);
    const { preview } = one.store.get();
    assert(preview !== null && preview.time > 250e6 && preview.time < 320e6, `at ${preview?.time}`);
    assert.deepEqual(one.seeks, [], 'the debugger is left alone meanwhile');
    one.play({ running: false });
    await settled();
    assert.equal(one.seeks.length, 1);
    assert(Math.abs(one.seeks[0]! - preview.time / 1e6) <= 1);
    assert.equal(one.store.get().preview, null);
  });

  it('asks where it is at most ten times a second', async () => {
    const one = film();
    one.play({ running: true });
    await one.pass(480);
    assert(one.asked.length <= 6, `${one.asked.length} questions`);
  });

  it('plays backward, and stops politely at the start', async () => {
    const one = film({ cursor: testPlace(100) });
    one.play({ running: true, direction: -1 });
    await one.pass(400);
    assert.equal(one.store.get().play.running, false);
    assert.deepEqual(one.seeks, [0]);
    await one.pass(64);
    assert(one.isStill(), 'no more pictures are asked for');
  });

  it('starts again when it has played to its end', async () => {
    const one = film({ cursor: testPlace(999) });
    one.play({ running: true });
    await one.pass(64);
    assert(one.store.get().preview!.time < 100e6);
  });

  it('plays event by event', async () => {
    const one = film({ play: { running: false, speed: 5, direction: 1, by: 'events' } });
    one.play({ running: true });
    await one.pass(1056);
    assert.equal(one.store.get().preview?.moment, 5);
    one.play({ running: false });
    await settled();
    assert.deepEqual(one.seeks, [5]);
  });

  it('reaches high speeds by one question a picture', async () => {
    const one = film({ play: { running: false, speed: 1000, direction: 1, by: 'events' } });
    one.play({ running: true });
    await one.pass(96 * 3);
    assert(one.store.get().preview!.moment >= 15);
    assert(one.asked.length <= 20);
  });

  it('turns pages, and moves in steps where less motion is wanted', async () => {
    const one = film({ window: { axis: 'time', from: 0, to: 100e6 } }, true);
    one.play({ running: true });
    await one.pass(192);
    const at = one.store.get().preview!.time;
    await one.pass(32);
    assert.equal(one.store.get().preview!.time, at, 'stands between answers');
    await one.pass(300);
    const { window, preview } = one.store.get();
    assert(window.from > 0 && preview!.time >= window.from && preview!.time <= window.to);
  });

  it('keeps a speed that the other way of playing has not', () => {
    const one = film();
    one.play({ speed: 0.1 });
    one.play({ by: 'events' });
    assert.equal(one.store.get().play.speed, 5);
  });
});
