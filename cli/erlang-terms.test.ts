import assert from 'node:assert/strict';
import { consultable } from './erlang-terms.ts';

describe('erlang terms', () => {
  it('writes entries that file:consult reads', () => {
    const text = consultable({
      parts: '/tmp/a',
      lines: ['é'],
      sink: { atom: "it's" },
      limits: { map: { depth: 3 } },
      on: true,
    });
    assert.equal(
      text,
      `%% coding: utf-8\n{'parts', <<47,116,109,112,47,97>>}.\n{'lines', [<<195,169>>]}.\n{'sink', 'it\\'s'}.\n{'limits', #{'depth' => 3}}.\n{'on', true}.\n`,
    );
  });
});
