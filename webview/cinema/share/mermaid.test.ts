import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Sequence, SequenceStep } from '../../../protocol/index.ts';
import { mermaidText } from './mermaid-text.ts';
import { mermaidOf } from './mermaid.ts';

const label = (name: string, pid = '<0.1.0>') => ({ name, pid, isMachinery: false });
const step = (kind: SequenceStep['kind'], from: number, to: number, text: string, received = 1): SequenceStep => ({
  kind,
  moment: 0,
  time: 0,
  received,
  receivedTime: 0,
  from,
  to,
  text,
});
const sequence = (names: readonly string[], steps: readonly SequenceStep[], leftOut = 0): Sequence => ({
  steps,
  labels: names.map((name) => label(name)),
  leftOut,
});

describe('a sequence in Mermaid', () => {
  it('has participants, arrows and notes', () => {
    const steps = [
      step('spawn', 7, 9, 'Shop.Cart'),
      step('message', 7, 9, '{:add, "poster"}'),
      step('message', 9, 7, 'lost', -1),
      step('message', 9, 9, ''),
      step('exit', 7, 7, ':normal'),
      step('crash', 9, 9, 'ArithmeticError'),
    ];
    assert.equal(
      mermaidOf([7, 9], sequence(['Shop', 'Shop.Cart'], steps, 3)),
      [
        'sequenceDiagram',
        '  participant p1 as Shop #60;0.1.0#62;',
        '  participant p2 as Shop.Cart #60;0.1.0#62;',
        '  p1-->>p2: spawn Shop.Cart',
        '  p1->>p2: {:add, "poster"}',
        '  p2-xp1: lost',
        '  p2->>p2: message',
        '  Note over p1: exit :normal',
        '  Note over p2: CRASH ArithmeticError',
        '  Note over p1,p2: 3 more steps',
        '',
      ].join('\n'),
    );
  });

  it('leaves out who is not among the participants', () => {
    assert.doesNotMatch(mermaidOf([1], sequence(['A'], [step('message', 1, 2, 'x')])), /->>/);
  });

  it('is never longer than Mermaid draws, and counts what is missing', () => {
    const steps = Array.from({ length: 2000 }, () => step('message', 1, 2, '☃'.repeat(60)));
    const text = mermaidOf([1, 2], sequence(['A', 'B'], steps, 5));
    const drawn = text.match(/->>/g)!.length;
    assert.ok(text.length < 50_000);
    assert.match(text, new RegExp(`Note over p1,p2: ${2005 - drawn} more steps\n$`));
  });
});

describe('any text in Mermaid', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['plain text', 'plain text'],
    ['a;b', 'a#59;b'],
    ['#quot;', '#35;quot#59;'],
    ['two\nlines\r\n  and\ttabs', 'two lines and tabs'],
    ['<img src=x onerror=alert(1)>', '#60;img src=x onerror=alert(1)#62;'],
    ['%%{init: {"theme":"dark"}}%%', '#37;#37;{init: {"theme":"dark"}}#37;#37;'],
    ['$$x^2$$', '#36;#36;x#94;2#36;#36;'],
    ['a & b &lt;', 'a #38; b #38;lt#59;'],
    ['wrap: me', '#119;rap: me'],
    ['nowrap:x', '#110;owrap:x'],
    ['style a:#f;', '#115;tyle a:#35;f#59;'],
    ['my classDef', 'my #99;lassDef'],
    ['A->>B: x', 'A-#62;#62;B: x'],
    ['漢字 Ωβ', '漢字 Ωβ'],
    ['🙂', '#128578;'],
    ['\u202egnp\u0000', '#8238;gnp#65533;'],
    ['x'.repeat(200), `${'x'.repeat(119)}#8230;`],
  ];
  for (const [text, expected] of texts)
    it(JSON.stringify(text.slice(0, 40)), () => {
      assert.equal(mermaidText(text), expected);
    });

  it('is one line without a sign that Mermaid reads', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = mermaidText(text);
        assert.doesNotMatch(written, /[\n\r<>&%$`~\\@*^]/);
        assert.doesNotMatch(written.replace(/#\d+;/g, ''), /[#;]/);
      }),
    ));
});
