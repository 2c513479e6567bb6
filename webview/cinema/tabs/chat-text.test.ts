import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginningOf, chatSummary, prettyArguments } from './chat-text.ts';

describe('texts of a chat', () => {
  it('lay out JSON and leave everything else as it is', () => {
    assert.equal(prettyArguments('{"city":"Oslo"}'), '{\n  "city": "Oslo"\n}');
    assert.equal(prettyArguments('%{city: "Oslo"}'), '%{city: "Oslo"}');
    assert.equal(prettyArguments('12'), '12');
    assert.equal(prettyArguments('['.repeat(100_000)).length, 100_000);
  });

  it('are folded when they are long', () => {
    assert.equal(beginningOf('short'), null);
    assert.equal(beginningOf('a\n'.repeat(10)), null);
    assert.equal(beginningOf('x'.repeat(5000))?.length, 700);
    assert.equal(beginningOf('line\n'.repeat(100))?.split('\n').length, 12);
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const long = text.repeat(60);
        return long.startsWith(beginningOf(long) ?? long);
      }),
    );
  });

  it('sum up what is known of model, tokens and cost', () => {
    const chat = { messages: [], tools: [], model: 'gpt-4o', cost: 0.0003 };
    const tokens = { prompt: 1057, completion: 17, total: 1074 };
    assert.equal(chatSummary({ ...chat, tokens }), 'gpt-4o · 1,057 in, 17 out, 1,074 tokens in all · $0.0003');
    const unknown = { prompt: null, completion: null, total: null };
    assert.equal(chatSummary({ ...chat, tokens: { ...unknown, total: 7 }, cost: null }), 'gpt-4o · 7 tokens');
    assert.equal(chatSummary({ ...chat, model: null, tokens: unknown, cost: null }), '');
  });
});
