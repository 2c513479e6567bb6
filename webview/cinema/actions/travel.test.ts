import assert from 'node:assert/strict';
import type { MomentLink } from '../../../protocol/index.ts';
import { noRows } from '../state/rows.ts';
import { testOpening, testPlace, testStage, type Answers } from './testing.ts';
import { createTravel, mainLink } from './travel.ts';

const position = (moment: number, process = 0) => ({ ...testOpening.cursor, ...testPlace(moment, process) });
const seek: Required<Answers>['seek'] = ({ moment, process }) => position(moment, process);

function travelOver(answers: Answers, state = {}) {
  const stage = testStage(answers, state);
  const revealed: number[] = [];
  return { ...stage, revealed, travel: createTravel(stage, ({ moment }) => revealed.push(moment)) };
}

describe('going to places', () => {
  it('asks one seek, and stands, selects and reveals what was answered', async () => {
    const { travel, store, asked, revealed } = travelOver({ seek });
    await travel.goTo(500, 2);
    assert.deepEqual(asked, [['seek', { moment: 500, process: 2 }]]);
    assert.deepEqual(store.get().cursor, testPlace(500, 2));
    assert.deepEqual(store.get().selection, testPlace(500, 2));
    assert.deepEqual(revealed, [500]);
  });

  it('is there at once where the time of the place is known', () => {
    const { travel, store } = travelOver({ seek: () => null }, { selection: testPlace(7, 1) });
    void travel.goTo(7);
    assert.deepEqual(store.get().cursor, testPlace(7, 1));
  });

  it('ends where it was asked to go last, whatever older news says', async () => {
    const { travel, store } = travelOver({ seek });
    const first = travel.goTo(1);
    const second = travel.goTo(2);
    travel.arrived(position(1));
    assert.equal(store.get().cursor.moment, 0, 'news of a seek that is not the last');
    await Promise.all([first, second]);
    assert.equal(store.get().cursor.moment, 2);
  });

  it('says what went wrong and ends the preview', async () => {
    const { travel, store } = travelOver({ seek: () => new Error('no such moment') });
    travel.preview(testPlace(3));
    await travel.goTo(4000);
    assert.equal(store.get().problem, 'no such moment');
    assert.equal(store.get().preview, null);
  });

  it('follows the debugger and stops the film for it', () => {
    const play = { running: true, speed: 1, direction: 1, by: 'time' } as const;
    const { travel, store, revealed } = travelOver({}, { play });
    travel.arrived(position(30, 1));
    assert.equal(store.get().play.running, false);
    assert.deepEqual(store.get().selection, testPlace(30, 1));
    assert.deepEqual(revealed, [30]);
    travel.arrived(position(30, 1));
    assert.deepEqual(revealed, [30], 'the same place again moves nothing');
  });

  it('steps to the next event of the shown kinds and processes, from the selection', async () => {
    const rows = { ...noRows, count: 2, process: Int32Array.of(2, -1), ofProcess: Int32Array.of(1, -1, 0, 1) };
    const { travel, asked, store } = travelOver(
      { seek, neighbour: ({ moment, forward }) => testPlace(moment + (forward ? 1 : -1), 2) },
      { rows, selection: testPlace(10) },
    );
    await travel.nextEvent(true);
    const [[question, given]] = asked as [[string, { processes: Int32Array; moment: number; kinds: number }]];
    assert.equal(question, 'neighbour');
    assert.deepEqual([...given.processes], [2], 'not those that the row of others stands for');
    assert.equal(given.kinds, store.get().arrangement.kinds);
    assert.deepEqual(store.get().cursor, testPlace(11, 2));
    await travel.nextEvent(false);
    assert.deepEqual(store.get().cursor, testPlace(10, 2));
  });

  it('says so at the last event', async () => {
    const { travel, store } = travelOver({ neighbour: () => null });
    await travel.nextEvent(true);
    assert.match(store.get().problem ?? '', /last event/);
  });

  it('takes a message before a spawn where both lead on', () => {
    const link = (kind: MomentLink['kind'], moment: number): MomentLink => ({
      kind,
      ...testPlace(moment),
      label: '',
      title: '',
    });
    const effects = [link('spawn', 1), link('message', 2)];
    assert.equal(mainLink({ causes: [], effects }, 'effect')?.moment, 2);
    const handled = [...effects, link('handler', 3)];
    assert.equal(mainLink({ causes: [], effects: handled }, 'effect')?.moment, 3, 'where the message is handled');
    assert.equal(mainLink({ causes: [], effects }, 'cause'), null);
  });
});
