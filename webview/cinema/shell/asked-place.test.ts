import assert from 'node:assert/strict';
import { readAskedPlace } from './asked-place.ts';

describe('where someone types to go', () => {
  const cases = [
    ['1234', { kind: 'moment', moment: 1234 }],
    ['#1,234', { kind: 'moment', moment: 1234 }],
    [' 12.5 ms ', { kind: 'time', time: 12.5e6 }],
    ['3s', { kind: 'time', time: 3e9 }],
    ['7 µs', { kind: 'time', time: 7000 }],
    ['2 min', { kind: 'time', time: 120e9 }],
    ['50%', { kind: 'fraction', fraction: 0.5 }],
    ['120%', null],
    ['1.5', null],
    ['-3', null],
    ['soon', null],
    ['3 parsecs', null],
    ['3 constructor', null],
    ['', null],
  ] as const;
  for (const [text, place] of cases)
    it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(readAskedPlace(text), place));
});
