import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SequenceStep } from '../../../protocol/index.ts';
import { columnX, rowAtMoment, shapeOfSequence, stepAt, stepOfMoment, stepsBetween } from './sequence-layout.ts';

/** `message(2, 0, 1, 4)`: sent at moment 2 by 0 to 1, received at 4. A moment is 1,000 ns long. */
function message(
  moment: number,
  from: number,
  to: number,
  received = -1,
  more: Partial<SequenceStep> = {},
): SequenceStep {
  return {
    kind: 'message',
    moment,
    time: moment * 1000,
    received,
    receivedTime: received < 0 ? -1 : received * 1000,
    from,
    to,
    text: ':hi',
    ...more,
  };
}

const exit = (moment: number, process: number, kind: 'exit' | 'crash' = 'exit'): SequenceStep =>
  message(moment, process, process, -1, { kind });

describe('layout of the sequence diagram', () => {
  it('draws a message level where nothing happens while it is under way', () => {
    const { steps, rows } = shapeOfSequence([message(0, 0, 1, 1), message(2, 1, 0, 3)], [0, 1], 600);
    assert.equal(rows.length, 2);
    assert.ok(steps.every(({ y1, y2 }) => y1 === y2));
    assert.ok(steps[1]!.y1 > steps[0]!.y1);
  });

  it('lets a message slope down to where it was received', () => {
    const { steps, rows } = shapeOfSequence([message(0, 0, 1, 5), message(1, 0, 2, 2)], [0, 1, 2], 600);
    assert.deepEqual(
      rows.map(({ moment }) => moment),
      [0, 1, 5],
    );
    assert.ok(steps[0]!.y2 > steps[1]!.y2);
    assert.equal(steps[1]!.y1, steps[1]!.y2);
  });

  it('begins the line of a process at its spawn and ends it at its exit', () => {
    const spawn = message(1, 0, 1, 2, { kind: 'spawn' });
    const { lifelines, steps, height } = shapeOfSequence(
      [spawn, message(3, 0, 1, 4), exit(5, 1, 'crash')],
      [0, 1],
      600,
    );
    assert.deepEqual(
      lifelines.map(({ top, bottom, ended }) => [top, bottom, ended]),
      [
        [0, height, null],
        [steps[0]!.y1, steps[2]!.y1, 'crash'],
      ],
    );
  });

  it('breaks where nothing happened for much longer than usual, and says for how long', () => {
    const steps = [0, 1, 2, 3, 900, 901].map((moment) => exit(moment, 0));
    const { rows } = shapeOfSequence(steps, [0], 600);
    assert.deepEqual(
      rows.map(({ pause }) => pause),
      [0, 0, 0, 0, 897_000, 0],
    );
  });

  it('writes the time, and the time since the row above where both would look the same', () => {
    const steps = [1e9, 1e9 + 300, 2e9].map((time, moment) => message(moment, 0, 0, -1, { time }));
    const { rows } = shapeOfSequence(steps, [0], 600);
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['1 s', '+300 ns', '2 s'],
    );
  });

  it('makes columns as wide as there is room for, within limits', () => {
    assert.equal(shapeOfSequence([], [0, 1, 2, 3], 1000).column, (1000 - 96 - 40) / 4);
    assert.equal(shapeOfSequence([], [0], 5000).column, 300);
    assert.equal(
      shapeOfSequence(
        [],
        Array.from({ length: 12 }, (_, index) => index),
        400,
      ).column,
      130,
    );
  });

  it('gives every step rows in the order of time, whatever the steps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(50), fc.nat(3), fc.nat(3), fc.integer({ min: -1, max: 60 })), { maxLength: 40 }),
        (drawn) => {
          const steps = drawn
            .sort((left, right) => left[0] - right[0])
            .map(([moment, from, to, received]) => message(moment, from, to, received));
          const shape = shapeOfSequence(steps, [0, 1, 2], 700);
          shape.rows.forEach((row, index) => assert.ok(index === 0 || row.y > shape.rows[index - 1]!.y));
          shape.steps.forEach(({ y1, y2 }, index) => {
            assert.ok(y2 >= y1 && y2 <= shape.height);
            assert.ok(index === 0 || y1 >= shape.steps[index - 1]!.y1);
          });
        },
      ),
    );
  });
});

describe('finding one’s way in the sequence diagram', () => {
  const shape = shapeOfSequence(
    [message(0, 0, 1, 5), message(1, 1, 2, 2), message(6, 2, 2), exit(7, 1)],
    [0, 1, 2],
    800,
  );
  const { steps, column } = shape;

  it('finds the arrow under the mouse, and the text above it', () => {
    const between = (columnX(column, 1) + columnX(column, 2)) / 2;
    assert.equal(stepAt(shape, between, steps[1]!.y1), 1);
    assert.equal(stepAt(shape, between, steps[1]!.y1 - 14), 1);
    assert.equal(stepAt(shape, columnX(column, 0), steps[0]!.y1), 0);
    assert.equal(stepAt(shape, columnX(column, 2) + 30, steps[2]!.y1 - 4), 2);
    assert.equal(stepAt(shape, 20, steps[1]!.y1), -1);
  });

  it('knows the row of a moment and the step of an event', () => {
    assert.equal(rowAtMoment(shape, -1), -1);
    assert.equal(shape.rows[rowAtMoment(shape, 4)]!.moment, 1);
    assert.equal(stepOfMoment(shape, 5), 0);
    assert.equal(stepOfMoment(shape, 7), 3);
    assert.equal(stepOfMoment(shape, 99), -1);
  });

  it('draws only what reaches into the stretch on screen', () => {
    assert.deepEqual(
      stepsBetween(shape, steps[2]!.y1, steps[2]!.y1).map(({ step }) => step.moment),
      [0, 6, 7],
    );
  });
});
