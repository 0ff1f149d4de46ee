import type { Step } from './bounded-differ.ts';
import type { Token } from './tokenise.ts';

/** A step with its length in characters, of the longer side. */
interface Measured {
  step: Step<Token>;
  size: number;
}

/**
 * Takes what is equal into the changes around it where it is no longer than either: a rewritten sentence is easier to
 * read as one change than as ten around every "the" and "of". The rule is that of diff-match-patch (`cleanupSemantic`).
 */
export function foldChanges(steps: readonly Step<Token>[]): Step<Token>[] {
  const folded: Measured[] = [];
  for (const step of steps) {
    folded.push({ step, size: measure(step) });
    // What a fold made longer may swallow what stands before it: it has doubled by then, so this stays n log n.
    while (foldLast(folded));
  }
  return folded.map(({ step }) => step);
}

/** Makes the last three steps one where the middle one is short enough. Answers whether it did. */
function foldLast(folded: Measured[]): boolean {
  const [before, middle, last] = [folded.at(-3), folded.at(-2), folded.at(-1)];
  if (before === undefined || !middle?.step.isEqual || last === undefined) return false;
  if (middle.size > Math.min(before.size, last.size)) return false;
  for (const { step } of [middle, last]) {
    for (const token of step.left) before.step.left.push(token);
    for (const token of step.right) before.step.right.push(token);
  }
  before.size = measure(before.step);
  folded.length -= 2;
  return true;
}

function measure({ left, right }: Step<Token>): number {
  return Math.max(countCharacters(left), countCharacters(right));
}

function countCharacters(tokens: readonly Token[]): number {
  let count = 0;
  for (const { text } of tokens) count += text.length;
  return count;
}
