import assert from 'node:assert/strict';
import { advanced, dueEvents, isAtEnd, nextSpeed, speedFor } from './play-clock.ts';

describe('the clock of playback', () => {
  it('goes as fast as the speed says, both ways, and stops at the ends', () => {
    assert.equal(advanced(0, 16, { speed: 1, direction: 1 }, 1e9), 16e6);
    assert.equal(advanced(50e6, 16, { speed: 0.1, direction: -1 }, 1e9), 48.4e6);
    assert.equal(advanced(999e6, 16, { speed: 100, direction: 1 }, 1e9), 1e9);
    assert.equal(advanced(1e6, 16, { speed: 1, direction: -1 }, 1e9), 0);
  });

  it('does not leap after the page was hidden', () => {
    assert.equal(advanced(0, 60_000, { speed: 1, direction: 1 }, 1e12), 250e6);
  });

  it('counts events that are due and keeps the rest', () => {
    let owed = 0;
    let events = 0;
    for (let frame = 0; frame < 60; frame++) {
      const next = dueEvents(owed, 1000 / 60, 5);
      owed = next.owed;
      events += next.due;
    }
    assert.equal(events, 5, 'five a second');
    assert.deepEqual(dueEvents(0, 16, 1000), { due: 16, owed: 0 });
  });

  it('offers speeds one after the other', () => {
    assert.equal(nextSpeed({ by: 'time', speed: 1 }, true), 2);
    assert.equal(nextSpeed({ by: 'time', speed: 1 }, false), 0.5);
    assert.equal(nextSpeed({ by: 'events', speed: 1000 }, true), 1000);
    assert.equal(nextSpeed({ by: 'events', speed: 1 }, false), 1);
    assert.equal(speedFor('events', 0.1), 5, 'a tenth of an event a second is not offered');
    assert.equal(speedFor('events', 10), 10);
  });

  it('knows the ends', () => {
    assert.equal(isAtEnd(10, 1, 10), true);
    assert.equal(isAtEnd(9, 1, 10), false);
    assert.equal(isAtEnd(0, -1, 10), true);
  });
});
