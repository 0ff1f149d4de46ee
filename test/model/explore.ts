/** A protocol as a machine: what each atomic step of each process makes of a state, a plain object of JSON. */
export interface Model<State> {
  initial: State;
  /** Every step that one process can take now. Never changes `state`. */
  next: (state: State) => Step<State>[];
  /** What is wrong in a state, or null. `isEnd` tells that no step leads on from it. */
  check: (state: State, isEnd: boolean) => string | null;
}

export interface Step<State> {
  name: string;
  to: State;
}

export interface Exploration {
  states: number;
  steps: number;
  /** Whether every reachable state was seen: false once the bound or a violation was met. */
  isExhaustive: boolean;
  /** The first violation that was found, with the steps to it: no shorter way leads to one. */
  violation: { what: string; trace: string[] } | null;
}

/**
 * Walks every interleaving of the processes, breadth first. Stops at the first violation, or when more than `maxStates`
 * states are known.
 */
export function exploreModel<State>(model: Model<State>, maxStates = Infinity): Exploration {
  const keys = [JSON.stringify(model.initial)];
  const cameFrom = [-1];
  const cameBy = [''];
  const seen = new Set(keys);
  let steps = 0;
  for (let at = 0; at < keys.length; at++) {
    const state = JSON.parse(keys[at]!) as State;
    const ways = model.next(state);
    steps += ways.length;
    const what = model.check(state, ways.length === 0);
    if (what !== null)
      return { states: keys.length, steps, isExhaustive: false, violation: { what, trace: traceTo(at) } };
    for (const way of ways) {
      const key = JSON.stringify(way.to);
      if (seen.has(key)) continue;
      seen.add(key);
      keys.push(key);
      cameFrom.push(at);
      cameBy.push(way.name);
    }
    if (keys.length > maxStates) return { states: keys.length, steps, isExhaustive: false, violation: null };
  }
  return { states: keys.length, steps, isExhaustive: true, violation: null };

  function traceTo(end: number): string[] {
    const trace: string[] = [];
    for (let at = end; at > 0; at = cameFrom[at]!) trace.push(cameBy[at]!);
    return trace.reverse();
  }
}
