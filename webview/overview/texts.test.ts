import assert from 'node:assert/strict';
import { bytes, counted, dayAndTime, duration, moduleName } from './texts.ts';

describe('texts of the overview', () => {
  it('name durations', () => {
    assert.deepEqual([0, 950, 1_500, 56_789_000, 1_234_000_000, 61_000_000_000, 7_260_000_000_000].map(duration), [
      '0 ns',
      '950 ns',
      '1.5 µs',
      '56.8 ms',
      '1.23 s',
      '1 min 1 s',
      '2 h 1 min',
    ]);
  });

  it('name sizes', () => {
    assert.deepEqual([1, 12, 1_500, 12_345_678].map(bytes), ['1 byte', '12 bytes', '1.5 KB', '12.3 MB']);
  });

  it('count things', () => {
    assert.equal(counted(1, 'process', 'processes'), '1 process');
    assert.equal(counted(12_345, 'event'), '12,345 events');
  });

  it('keep what is no date', () => {
    assert.equal(dayAndTime('some day'), 'some day');
    assert.match(dayAndTime('2026-11-21T10:11:49Z'), /2026/);
  });

  it('write modules as people do', () => {
    assert.equal(moduleName('Elixir.Shop.Cart'), 'Shop.Cart');
    assert.equal(moduleName('ring'), 'ring');
  });
});
