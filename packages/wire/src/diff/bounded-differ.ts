import { diffArrays } from 'diff';

/** A stretch of two lists: the same in both, or what of the first one stands in the second's place. */
export interface Step<Item> {
  isEqual: boolean;
  left: Item[];
  right: Item[];
}

/** Compares lists, several in a row, for no more than a budget: edits times items, over all of them. */
export class BoundedDiffer {
  private budget: number;

  constructor(budget: number) {
    this.budget = budget;
  }

  /** The fewest edits that make one list of the other, by keys; null where that would cost more than is left. */
  compare<Item>(
    left: readonly Item[],
    right: readonly Item[],
    keyOf: (item: Item) => string,
  ): Step<Item>[] | null {
    const ids = new Map<string, number>();
    const toIds = (items: readonly Item[]): number[] => items.map((item) => idOf(ids, keyOf(item)));
    const size = Math.max(1, left.length + right.length);
    const maxEditLength = Math.floor(this.budget / size);
    const changes = diffArrays(toIds(left), toIds(right), { maxEditLength });
    if (changes === undefined) {
      this.budget -= maxEditLength * size;
      return null;
    }
    const steps: Step<Item>[] = [];
    let [leftAt, rightAt, edits] = [0, 0, 0];
    for (const { added, removed, count } of changes) {
      const isEqual = !added && !removed;
      if (steps.at(-1)?.isEqual !== isEqual) steps.push({ isEqual, left: [], right: [] });
      const step = steps.at(-1)!;
      if (!added) for (const item of left.slice(leftAt, (leftAt += count))) step.left.push(item);
      if (!removed) for (const item of right.slice(rightAt, (rightAt += count))) step.right.push(item);
      if (!isEqual) edits += count;
    }
    this.budget -= edits * size;
    return steps;
  }
}

function idOf(ids: Map<string, number>, key: string): number {
  const id = ids.get(key) ?? ids.size;
  ids.set(key, id);
  return id;
}
