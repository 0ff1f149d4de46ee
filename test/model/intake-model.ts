import type { Model, Step } from './explore.ts';

/** What keeps the 202 an honest word. Each can be taken out, to see that the model then finds a fault. */
export const INTAKE_GUARDS = ['commit before the answer', 'on conflict', 'sorted writes', 'sweeper'] as const;
export type IntakeGuard = (typeof INTAKE_GUARDS)[number];

export interface IntakeSetting {
  articles: number;
  /** The articles of each request, in the order in which the feed names them. The same article twice is a retry. */
  requests: readonly (readonly number[])[];
  /** How often a process may be killed, or the queue emptied. */
  faults: number;
  without?: IntakeGuard;
}

interface Request {
  at: 'look' | 'insert' | 'commit' | 'answer' | 'hint' | 'ended' | 'killed';
  /** How many of its articles are written. */
  written: number;
  /** Articles that it found to be held already. */
  held: number[];
}

interface State {
  /** Committed rows of each article. */
  rows: number[];
  /** The request whose uncommitted row of it others must wait for, or −1. */
  writtenBy: number[];
  isAnswered: boolean[];
  isHinted: boolean[];
  isClustered: boolean[];
  faultsLeft: number;
  requests: Request[];
}

/** Intake as a machine: several requests at once, the queue that holds hints, and a clusterer that takes them. */
export function modelIntake(setting: IntakeSetting): Model<State> {
  const has = (guard: IntakeGuard): boolean => setting.without !== guard;
  const articles = Array.from({ length: setting.articles }, (_, article) => article);
  const orders = setting.requests.map((names) =>
    has('sorted writes') ? [...names].sort((a, b) => a - b) : [...names],
  );

  function stepsOf(state: State, who: number): Step<State>[] {
    const { at, written } = state.requests[who]!;
    const order = orders[who]!;
    const step = (change: (to: State, self: Request) => void): Step<State>[] => {
      const to = structuredClone(state);
      change(to, to.requests[who]!);
      return [{ name: `${order.join('+')}: ${at}`, to }];
    };
    const afterCommit = has('commit before the answer') ? 'answer' : 'hint';
    switch (at) {
      case 'ended':
      case 'killed':
        return [];
      case 'look':
        return step((to, self) => {
          self.held = order.filter((article) => to.rows[article]! > 0);
          self.at = 'insert';
        });
      case 'insert': {
        const article = order[written];
        if (article === undefined) {
          return step((_to, self) => (self.at = has('commit before the answer') ? 'commit' : 'answer'));
        }
        if (isWaiting(state, who)) return [];
        return step((to, self) => {
          self.written += 1;
          const isHeld = has('on conflict') ? to.rows[article]! > 0 : self.held.includes(article);
          if (isHeld && !self.held.includes(article)) self.held.push(article);
          if (!isHeld) to.writtenBy[article] = who;
        });
      }
      case 'commit':
        return step((to, self) => {
          for (const article of order) if (!self.held.includes(article)) to.rows[article]! += 1;
          giveBack(to, who);
          self.at = afterCommit;
        });
      case 'answer':
        return step((to, self) => {
          for (const article of order) to.isAnswered[article] = true;
          self.at = has('commit before the answer') ? 'hint' : 'commit';
        });
      case 'hint':
        return step((to, self) => {
          for (const article of order) to.isHinted[article] = true;
          self.at = 'ended';
        });
    }
  }

  /** On a row that another request has written and not committed. */
  function isWaiting(state: State, who: number): boolean {
    const { at, written } = state.requests[who]!;
    const holder = state.writtenBy[orders[who]![written] ?? -1] ?? -1;
    return has('on conflict') && at === 'insert' && holder !== -1 && holder !== who;
  }

  function isDeadlock(state: State): boolean {
    const running = state.requests.flatMap(({ at }, who) => (at === 'ended' || at === 'killed' ? [] : [who]));
    return running.length > 0 && running.every((who) => isWaiting(state, who));
  }

  function faultsOf(state: State): Step<State>[] {
    if (state.faultsLeft === 0) return [];
    const fault = (name: string, change: (to: State) => void): Step<State> => {
      const to = structuredClone(state);
      to.faultsLeft -= 1;
      change(to);
      return { name, to };
    };
    const killed = state.requests.flatMap(({ at }, who) =>
      at === 'ended' || at === 'killed'
        ? []
        : [
            fault(`${orders[who]!.join('+')}: killed at ${at}`, (to) => {
              giveBack(to, who);
              to.requests[who]!.at = 'killed';
            }),
          ],
    );
    const isHinted = state.isHinted.includes(true);
    return isHinted ? [...killed, fault('queue emptied', (to) => to.isHinted.fill(false))] : killed;
  }

  function clustererOf(state: State): Step<State>[] {
    return articles.flatMap((article) => {
      const isDue = state.isHinted[article]! || has('sweeper');
      if (!isDue || state.rows[article] === 0 || state.isClustered[article]!) return [];
      const to = structuredClone(state);
      to.isClustered[article] = true;
      to.isHinted[article] = false;
      return [{ name: `clusterer: ${article}`, to }];
    });
  }

  return {
    initial: {
      rows: articles.map(() => 0),
      writtenBy: articles.map(() => -1),
      isAnswered: articles.map(() => false),
      isHinted: articles.map(() => false),
      isClustered: articles.map(() => false),
      faultsLeft: setting.faults,
      requests: orders.map(() => ({ at: has('on conflict') ? 'insert' : 'look', written: 0, held: [] })),
    },
    next: (state) => [
      ...state.requests.flatMap((_, who) => stepsOf(state, who)),
      ...faultsOf(state),
      ...clustererOf(state),
    ],
    check: (state, isEnd) =>
      isDeadlock(state) ? 'deadlock: requests wait for each other' : findFault(state, isEnd),
  };
}

function findFault(state: State, isEnd: boolean): string | null {
  const twice = state.rows.findIndex((count) => count > 1);
  if (twice !== -1) return `twice: ${twice} was stored ${state.rows[twice]} times`;
  if (!isEnd) return null;
  const lost = state.isAnswered.findIndex(
    (isAnswered, article) => isAnswered && !state.isClustered[article]!,
  );
  return lost === -1 ? null : `lost: ${lost} was answered 202 and never clustered`;
}

function giveBack(to: State, who: number): void {
  to.writtenBy = to.writtenBy.map((holder) => (holder === who ? -1 : holder));
}
