import assert from 'node:assert/strict';
import type { EventView } from '../../../protocol/index.ts';
import { crashText, seenFrom, spoken, spokenChange, stateNote } from './texts.ts';

const value = { name: 'state', text: '%{}', type: 'map', value: 'v', parts: 0, whole: true };

const sent: EventView = {
  moment: 7,
  kind: 'send',
  title: 'Message sent',
  time: 1_500_000,
  process: 2,
  label: 'Shop.Cart <0.2.0>',
  place: null,
  values: [],
  variables: [],
  stack: [],
  crash: null,
  state: null,
  causes: [],
  effects: [],
  latency: null,
  previous: -1,
  next: -1,
  note: null,
};

describe('texts of the inspector', () => {
  it('speak an event in one sentence, a crash with its type', () => {
    assert.equal(spoken(sent), 'Message sent, Shop.Cart <0.2.0>, at 1.5 ms');
    const crash = { type: 'KeyError', message: 'key :price not found', stack: [] };
    assert.equal(spoken({ ...sent, title: 'Crash', crash }), 'Crash: KeyError, Shop.Cart <0.2.0>, at 1.5 ms');
  });

  it('say where causes and effects lie', () => {
    assert.equal(seenFrom(1000, { time: 400 }), '600 ns earlier');
    assert.equal(seenFrom(1000, { time: 2_001_000 }), '2 ms later');
    assert.equal(seenFrom(1000, { time: 1000 }), 'at the same time');
  });

  it('speak changes of a state', () => {
    assert.equal(
      spokenChange({ path: '.price', kind: 'changed', before: '1', after: '2' }),
      'changed .price: from 1 to 2',
    );
    assert.equal(spokenChange({ path: '.new', kind: 'added', before: null, after: ':x' }), 'added .new: :x');
    assert.equal(
      spokenChange({ path: '', kind: 'changed', before: '1', after: '2' }),
      'changed the whole value: from 1 to 2',
    );
  });

  it('say how much of a state changed', () => {
    assert.equal(stateNote({ before: null, after: value, diff: [] }), 'first recorded');
    assert.equal(stateNote({ before: value, after: value, diff: [] }), 'unchanged');
    const change = { path: '.a', kind: 'removed', before: '1', after: null } as const;
    assert.equal(stateNote({ before: value, after: value, diff: [change] }), '1 change');
  });

  it('copy a crash as a terminal prints it', () => {
    assert.equal(
      crashText({ type: 'KeyError', message: 'key :a not found', stack: ['cart.ex:12: Shop.Cart.add/2'] }),
      '** (KeyError) key :a not found\n    cart.ex:12: Shop.Cart.add/2',
    );
  });
});
