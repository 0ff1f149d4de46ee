import { BoundedDiffer, type Step } from './bounded-differ.ts';
import { foldChanges } from './fold-changes.ts';
import { tokenise, type Token } from './tokenise.ts';

/** A step from one text to another. Without the deletions they make the second text, without the insertions the first. */
export interface DiffOperation {
  op: 'equal' | 'delete' | 'insert';
  text: string;
}

export interface TextDiff {
  operations: DiffOperation[];
  /** Some part differs too much to be compared word by word in bounded time, and is told as a whole. */
  isCoarse: boolean;
}

/**
 * What a comparison may cost, as edits times tokens. Two texts of 2,000 words with 1,000 changes are compared word by
 * word; whatever comes, it takes some tenths of a second (`diff-texts.test.ts`).
 */
const BUDGET = 4_000_000;

/**
 * What changed from one plain text to another, word by word; character by character in scripts without spaces. Lines
 * first, then the words of those that differ. White space, and kinds of quotation marks and dashes, are no difference:
 * what is equal is told in the words of the second text. Bounded for any input.
 */
export function diffTexts(from: string, to: string): TextDiff {
  const differ = new BoundedDiffer(BUDGET);
  const [left, right] = [readLines(from), readLines(to)];
  const lines = differ.compare(left, right, (line) => line.map(({ key }) => key).join(' '));
  const steps: Step<Token>[] = [];
  let isCoarse = false;
  for (const line of lines ?? [{ isEqual: false, left, right }]) {
    const step = { isEqual: line.isEqual, left: line.left.flat(), right: line.right.flat() };
    const words = step.isEqual ? [step] : differ.compare(step.left, step.right, ({ key }) => key);
    if (words === null) isCoarse = true;
    for (const word of words ?? [step]) addStep(steps, word);
  }
  return { operations: joinEqual(foldChanges(steps).flatMap(toOperations)), isCoarse };
}

function readLines(text: string): Token[][] {
  return text.split('\n').map((line, at) => {
    const tokens = tokenise(line);
    if (at > 0 && tokens[0] !== undefined) tokens[0].space = '\n';
    return tokens;
  });
}

function addStep(steps: Step<Token>[], step: Step<Token>): void {
  const last = steps.at(-1);
  if (last?.isEqual !== step.isEqual) {
    steps.push(step);
    return;
  }
  for (const token of step.left) last.left.push(token);
  for (const token of step.right) last.right.push(token);
}

/** White space that both sides of a change begin with is no part of it. */
function toOperations({ isEqual, left, right }: Step<Token>): DiffOperation[] {
  if (isEqual) return [{ op: 'equal', text: join(right) }];
  const shared = left[0]?.space === right[0]?.space ? (right[0]?.space ?? '') : '';
  const operations: DiffOperation[] = [
    { op: 'equal', text: shared },
    { op: 'delete', text: join(left).slice(shared.length) },
    { op: 'insert', text: join(right).slice(shared.length) },
  ];
  return operations.filter(({ text }) => text !== '');
}

function joinEqual(operations: readonly DiffOperation[]): DiffOperation[] {
  const joined: DiffOperation[] = [];
  for (const operation of operations) {
    const last = joined.at(-1);
    if (last?.op === 'equal' && operation.op === 'equal') last.text += operation.text;
    else joined.push(operation);
  }
  return joined;
}

function join(tokens: readonly Token[]): string {
  return tokens.map(({ space, text }) => space + text).join('');
}
