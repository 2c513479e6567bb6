/** A place where two lists differ: elements `from` to `to` (not included) of the first became those of the second. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly otherFrom: number;
  readonly otherTo: number;
}

/** Insertions and deletions looked for; lists that differ in more are one hunk. Costs the square of this at worst. */
const mostEdits = 400;

/** The fewest insertions and deletions that make one list the other (Myers, 1986), in order. Equal elements are equal strings. */
export function hunksOf(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [end, otherEnd] = [before.length, after.length];
  while (end > start && otherEnd > start && before[end - 1] === after[otherEnd - 1]) {
    end--;
    otherEnd--;
  }
  if (end === start && otherEnd === start) return [];
  const middle = { from: start, to: end, otherFrom: start, otherTo: otherEnd };
  if (end === start || otherEnd === start) return [middle];
  const kept = matches(before.slice(start, end), after.slice(start, otherEnd));
  return kept === null ? [middle] : between(kept, middle);
}

/** What lies between the elements that both have. */
function between(kept: readonly (readonly [number, number])[], whole: Hunk): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let { from, otherFrom } = whole;
  const close = (to: number, otherTo: number) => {
    if (to > from || otherTo > otherFrom) hunks.push({ from, to, otherFrom, otherTo });
    [from, otherFrom] = [to + 1, otherTo + 1];
  };
  for (const [one, other] of kept) close(whole.from + one, whole.otherFrom + other);
  close(whole.to, whole.otherTo);
  return hunks;
}

/** Pairs of positions of elements that stay, ascending; null where too much differs. */
function matches(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] | null {
  const [length, otherLength] = [before.length, after.length];
  const most = Math.min(mostEdits, length + otherLength);
  /** Furthest position reached on each diagonal, one for each number of edits, to find the way back. */
  const reached: Int32Array[] = [];
  const furthest = new Int32Array(2 * most + 3);
  for (let edits = 0; edits <= most; edits++) {
    reached.push(furthest.slice());
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = most + 1 + diagonal;
      const isDown = diagonal === -edits || (diagonal !== edits && furthest[at - 1]! < furthest[at + 1]!);
      let position = isDown ? furthest[at + 1]! : furthest[at - 1]! + 1;
      while (
        position < length &&
        position - diagonal < otherLength &&
        before[position] === after[position - diagonal]
      ) {
        position++;
      }
      furthest[at] = position;
      if (position >= length && position - diagonal >= otherLength)
        return wayBack(reached, edits, length, otherLength, most);
    }
  }
  return null;
}

function wayBack(
  reached: readonly Int32Array[],
  edits: number,
  length: number,
  otherLength: number,
  most: number,
): readonly (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  let [position, other] = [length, otherLength];
  for (let edit = edits; edit > 0; edit--) {
    const furthest = reached[edit]!;
    const diagonal = position - other;
    const at = most + 1 + diagonal;
    const isDown = diagonal === -edit || (diagonal !== edit && furthest[at - 1]! < furthest[at + 1]!);
    const before = isDown ? furthest[at + 1]! : furthest[at - 1]!;
    const otherBefore = before - (isDown ? diagonal + 1 : diagonal - 1);
    // Back along what is equal, to behind the edit.
    while (position > before + (isDown ? 0 : 1) && other > otherBefore + (isDown ? 1 : 0))
      kept.push([--position, --other]);
    [position, other] = [before, otherBefore];
  }
  while (position > 0 && other > 0) kept.push([--position, --other]);
  return kept.reverse();
}
