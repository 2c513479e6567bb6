import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSeekTarget } from './seek-target.ts';

const position = { moment: 500, momentCount: 10_000, duration: 2_000_000_000 };
const read = (text: string): unknown => {
  const target = parseSeekTarget(text, position);
  return target.ok ? target.value : target.error;
};

describe('where to seek', () => {
  it('is a moment', () => {
    assert.deepEqual(read('1234'), { moment: 1234 });
    assert.deepEqual(read(' #1,234 '), { moment: 1234 });
    assert.deepEqual(read('start'), { moment: 0 });
    assert.deepEqual(read('End'), { moment: 9_999 });
  });

  it('counts from here, and stays in the trace', () => {
    assert.deepEqual(read('+10'), { moment: 510 });
    assert.deepEqual(read('- 10'), { moment: 490 });
    assert.deepEqual(read('-9000'), { moment: 0 });
    assert.deepEqual(read('+99999'), { moment: 9_999 });
  });

  it('is a time', () => {
    assert.deepEqual(read('1.5s'), { time: 1_500_000_000 });
    assert.deepEqual(read('200 ms'), { time: 200_000_000 });
    assert.deepEqual(read('3µs'), { time: 3_000 });
    assert.deepEqual(read('1h'), { time: 2_000_000_000 }, 'after the end is the end');
  });

  it('is a share of the trace', () => {
    assert.deepEqual(read('50%'), { fraction: 0.5 });
  });

  it('says what is wrong', () => {
    assert.equal(read('10000'), 'The last moment of this trace is 9999.');
    assert.equal(read('1.5'), 'Write a unit after a time: 1.5s, 200ms, 3us.');
    assert.equal(read('3 parsecs'), 'Units are ns, us, ms, s, m and h, not "parsecs".');
    assert.equal(read('101%'), 'A share goes from 0% to 100%.');
    assert.match(String(read('there')), /^Write a moment/);
  });

  it('never leaves the trace, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[#+-]?\d{1,9}(\.\d)?(%|ms|s)?$/)), (text) => {
        const target = parseSeekTarget(text, position);
        if (!target.ok) return;
        const { moment = 0, time = 0, fraction = 0 } = target.value;
        assert.ok(moment >= 0 && moment < position.momentCount);
        assert.ok(time >= 0 && time <= position.duration);
        assert.ok(fraction >= 0 && fraction <= 1);
      }),
    );
  });
});
