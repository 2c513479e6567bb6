/** A place in an ExUnit file that `mix test FILE:LINE` can run alone. */
export interface TestInSource {
  readonly kind: 'test' | 'describe' | 'property';
  readonly name: string;
  /** From 1, as `mix test` counts. */
  readonly line: number;
}

const HEAD = /^\s*(test|describe|property)[\s(]+(?:"((?:[^"\\]|\\.)*)"|~[sS]\(([^)]*)\))/;
const HEREDOC = /("""|''')/g;

/** The tests of an ExUnit file, read line by line: what is in a comment or a heredoc is none. */
export function testsInSource(text: string): readonly TestInSource[] {
  const tests: TestInSource[] = [];
  let insideHeredoc = false;
  text.split(/\r?\n/).forEach((line, index) => {
    const head = insideHeredoc ? null : HEAD.exec(line);
    if (head) {
      const kind = head[1] as TestInSource['kind'];
      tests.push({ kind, name: head[2] ?? head[3] ?? '', line: index + 1 });
    }
    if ((line.match(HEREDOC) ?? []).length % 2 === 1) insideHeredoc = !insideHeredoc;
  });
  return tests;
}

/** The test the cursor is in: the last one that begins at or above the line; null above the first. */
export function testAtLine(tests: readonly TestInSource[], line: number): TestInSource | null {
  return tests.findLast((test) => test.line <= line) ?? null;
}
