import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeFrame, encodeFrame } from './frames.ts';

describe('frames between the door and the page', () => {
  it('carry plain JSON and typed arrays at any place of a message', () => {
    const message = {
      id: 7,
      answer: {
        title: 'Grüße',
        moments: Int32Array.of(-1, 2, 3),
        nested: [{ at: Float64Array.of(0.5, 2 ** 53) }, null],
        kinds: new Uint8Array(3).fill(9),
        none: new Float32Array(),
      },
    };
    assert.deepEqual(decodeFrame(encodeFrame(message)), message);
  });

  it('are read from the middle of a larger buffer', () => {
    const frame = encodeFrame({ values: Float64Array.of(1, 2, 3) });
    const larger = new Uint8Array(frame.length + 3);
    larger.set(frame, 3);
    assert.deepEqual(decodeFrame(larger.subarray(3)), { values: Float64Array.of(1, 2, 3) });
  });

  it('come back as they were sent', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }),
        fc.int32Array(),
        fc.float64Array({ noNaN: true }),
        (json, integers, floats) => {
          const plain = JSON.parse(JSON.stringify(json).replaceAll('"$"', '"dollar"')) as unknown;
          const message = { plain, list: [integers, { floats }] };
          assert.deepEqual(decodeFrame(encodeFrame(message)), message);
        },
      ),
    );
  });

  it('that were cut, changed or made up are no message and no crash', () => {
    const frame = encodeFrame({ a: Int32Array.of(1, 2, 3), b: 'text' });
    for (let length = 0; length < frame.length - 4; length++) {
      assert.equal(decodeFrame(frame.slice(0, length)), undefined);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(frame.length - 1), fc.nat(255), (bytes, at, byte) => {
        decodeFrame(bytes);
        const changed = frame.slice();
        changed[at] = byte;
        decodeFrame(changed);
      }),
    );
  });
});
