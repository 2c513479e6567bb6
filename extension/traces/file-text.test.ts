import assert from 'node:assert/strict';
import { agoText, bytesText } from './file-text.ts';

describe('a file for people', () => {
  it('has a size', () => {
    assert.deepEqual([0, 1, 999, 1_500, 12_345_678, 4_200_000_000].map(bytesText), [
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1.5 KB',
      '12 MB',
      '4.2 GB',
    ]);
  });

  it('has an age', () => {
    const now = 1_000_000_000_000;
    assert.deepEqual(
      [-5, 30, 60, 7_199, 86_400, 400_000].map((seconds) => agoText(now - seconds * 1000, now)),
      ['just now', 'just now', '1 minute ago', '1 hour ago', '1 day ago', '4 days ago'],
    );
  });
});
