import assert from 'node:assert/strict';
import type { PictureAsked } from '../../../protocol/index.ts';
import type { Answered } from '../client.ts';
import { createPictures } from './pictures.ts';
import { scaleOf } from './scale.ts';
import { testPicture } from './testing.ts';

/** Pictures of a door that answers when told to. */
function stage() {
  const asked: PictureAsked[] = [];
  const answers: ((answered: Answered<unknown>) => void)[] = [];
  const problems: string[] = [];
  let changes = 0;
  const pictures = createPictures(
    {
      askNewest: (_, __, given) => {
        asked.push(given as PictureAsked);
        return new Promise((resolve) => answers.push(resolve as (answered: Answered<unknown>) => void));
      },
    },
    () => changes++,
    (problem) => problems.push(problem),
  );
  const of = (from: number, to: number) => {
    const window = { axis: 'order', from, to } as const;
    return pictures.of({ ...testPicture(2, { window }).asked }, scaleOf(window, 0, 100));
  };
  const answer = async (index: number, answered?: Answered<unknown>): Promise<void> => {
    answers[index]!(answered ?? { ok: true, value: testPicture(2, { window: asked[index]!.window }).picture });
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { of, asked, answer, problems, pictures, changes: () => changes };
}

describe('pictures', () => {
  it('are asked for once, and kept', async () => {
    const { of, asked, answer, changes } = stage();
    assert.equal(of(0, 100), null);
    assert.equal(of(0, 100), null);
    assert.equal(asked.length, 1);
    await answer(0);
    assert.equal(changes(), 1);
    assert.equal(of(0, 100)?.picture.window.to, 100);
    assert.equal(asked.length, 1);
  });

  it('are stood in for by the one that shows most of the same until they come', async () => {
    const { of, answer } = stage();
    of(0, 100);
    await answer(0);
    of(1000, 1100);
    await answer(1);
    assert.equal(of(60, 160)?.picture.window.from, 0);
    assert.equal(of(990, 1090)?.picture.window.from, 1000);
    assert.equal(of(5000, 5100), null, 'nothing of it is known');
  });

  it('that cannot be had are complained about once, until the door is back', async () => {
    const { of, asked, answer, problems, pictures } = stage();
    of(0, 100);
    await answer(0, { ok: false, problem: 'gone', cancelled: false });
    of(0, 100);
    assert.deepEqual([problems, asked.length], [['gone'], 1]);
    pictures.retry();
    of(0, 100);
    assert.equal(asked.length, 2);
  });

  it("that were overtaken are nobody's problem", async () => {
    const { of, answer, problems } = stage();
    of(0, 100);
    await answer(0, { ok: false, problem: 'cancelled', cancelled: true });
    assert.deepEqual(problems, []);
  });

  it('are not kept without end', async () => {
    const { of, asked, answer } = stage();
    for (let index = 0; index < 40; index++) {
      of(index * 1000, index * 1000 + 100);
      await answer(index);
    }
    of(0, 100);
    assert.equal(asked.length, 41);
  });
});
