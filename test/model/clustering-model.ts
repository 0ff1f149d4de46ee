import type { Model, Step } from './explore.ts';

/** What keeps publish, search and unite right. Each can be taken out, to see that the model then finds a fault. */
export const CLUSTERING_GUARDS = [
  'publish before search',
  'commit of publish',
  'component locks',
  'order of locks',
  'look again after the lock',
  'reading after the lock',
  'state guard',
  'sweeper',
] as const;
export type ClusteringGuard = (typeof CLUSTERING_GUARDS)[number];

export interface ClusteringSetting {
  /** How many articles there are: 0 … articles − 1, each with a text of its own. */
  articles: number;
  /** Pairs of articles that match. */
  matches: readonly (readonly [number, number])[];
  /** The articles that each process works on in one go. An article of two of them is delivered twice. */
  batches: readonly (readonly number[])[];
  /** How often a process may be killed. */
  crashes: number;
  without?: ClusteringGuard;
}

type Stage =
  'idle' | 'publish' | 'search' | 'roots' | 'lock' | 'look again' | 'read' | 'commit' | 'ended' | 'dead';

interface Process {
  at: Stage;
  /** The articles of its batch that were unfinished when it claimed them. */
  mine: number[];
  /** Pairs that its search found, `a < b`. */
  found: [number, number][];
  /** The component that each article it touches was in, before any lock. */
  roots: [number, number][];
  /** Components still to be locked, in the order in which it will. */
  wanted: number[];
  /** What it read of each component: the members, and those that had a story. */
  members: number[];
  placed: number[];
}

/** Components are named by the article that brought them. −1 stands for none. */
interface State {
  isPublished: boolean[];
  component: number[];
  exists: boolean[];
  links: [number, number][];
  /** The story of each article, named by the least of its articles. */
  story: number[];
  /** How often an event told that the article joined a story. */
  joined: number[];
  isClustered: boolean[];
  lockedBy: number[];
  crashesLeft: number;
  processes: Process[];
}

const IDLE: Process = { at: 'idle', mine: [], found: [], roots: [], wanted: [], members: [], placed: [] };

/**
 * Publish, search, unite (docs/adr/0002) as a machine of atomic steps: one for each statement that others can step
 * between. What a transaction writes shows with its commit, and a crash gives its locks back.
 */
export function modelClustering(setting: ClusteringSetting): Model<State> {
  const has = (guard: ClusteringGuard): boolean => setting.without !== guard;
  const { articles, matches } = setting;
  const all = Array.from({ length: articles }, (_, article) => article);

  function stepsOf(state: State, who: number): Step<State>[] {
    const process = state.processes[who]!;
    const name = `${setting.batches[who]!.join('+')}: ${process.at}`;
    const step = (change: (to: State, mine: Process) => void): Step<State>[] => {
      const to = copyState(state);
      change(to, to.processes[who]!);
      return [{ name, to }];
    };
    switch (process.at) {
      case 'ended':
      case 'dead':
        return [];
      case 'idle':
        return step((to, self) => {
          self.mine = setting.batches[who]!.filter((article) => !to.isClustered[article]);
          self.at = self.mine.length === 0 ? 'ended' : has('publish before search') ? 'publish' : 'search';
        });
      case 'publish':
        return step((to, self) => {
          if (has('commit of publish')) publish(to, self);
          self.at = has('publish before search') ? 'search' : 'roots';
        });
      case 'search':
        return step((to, self) => {
          self.found = matches
            .filter(([a, b]) => [a, b].every((end) => to.isPublished[end] || self.mine.includes(end)))
            .filter(([a, b]) => self.mine.includes(a) || self.mine.includes(b))
            .map(([a, b]): [number, number] => [a, b]);
          self.at = has('publish before search') ? 'roots' : 'publish';
        });
      case 'roots':
        return step((to, self) => {
          if (!has('commit of publish')) publish(to, self);
          const touched = [...new Set([...self.mine, ...self.found.flat()])].sort((a, b) => a - b);
          self.roots = touched.map((article) => [article, to.component[article]!]);
          self.wanted = [...new Set(self.roots.map(([, component]) => component))];
          if (has('order of locks')) self.wanted.sort((a, b) => a - b);
          else
            self.wanted = [
              to.component[self.mine[0]!]!,
              ...self.wanted.filter((id) => id !== to.component[self.mine[0]!]!),
            ];
          if (!has('reading after the lock')) read(to, self);
          self.at = has('component locks') ? 'lock' : 'look again';
        });
      case 'lock': {
        const [component] = process.wanted;
        if (component === undefined) return step((_to, self) => (self.at = 'look again'));
        if (isWaiting(state, process)) return [];
        return step((to, self) => {
          self.wanted.shift();
          if (to.exists[component] || !has('look again after the lock')) to.lockedBy[component] = who;
          else startAgain(to, self, who);
        });
      }
      case 'look again':
        return step((to, self) => {
          const isMoved = self.roots.some(([article, component]) => to.component[article] !== component);
          if (has('look again after the lock') && isMoved) startAgain(to, self, who);
          else self.at = has('reading after the lock') ? 'read' : 'commit';
        });
      case 'read':
        return step((to, self) => {
          read(to, self);
          self.at = 'commit';
        });
      case 'commit':
        return step((to, self) => {
          commit(to, self);
          release(to, who);
          to.processes[who] = { ...IDLE, at: 'ended' };
        });
    }
  }

  function publish(to: State, self: Process): void {
    for (const article of self.mine) {
      to.isPublished[article] = true;
      if (to.component[article] !== -1) continue;
      to.component[article] = article;
      to.exists[article] = true;
    }
  }

  function read(to: State, self: Process): void {
    const components = new Set(self.roots.map(([, component]) => component));
    self.members = all.filter((article) => components.has(to.component[article]!));
    self.placed = self.members.filter((article) => to.story[article] !== -1);
  }

  function commit(to: State, self: Process): void {
    for (const pair of self.found) {
      if (!to.links.some((link) => link[0] === pair[0] && link[1] === pair[1])) to.links.push(pair);
    }
    to.links.sort(([a, b], [c, d]) => a - c || b - d);
    const componentOf = new Map(self.roots);
    for (const group of connect([...new Set(componentOf.values())], toComponents(self.found, componentOf))) {
      const [survivor, ...absorbed] = group;
      for (const article of all)
        if (absorbed.includes(to.component[article]!)) to.component[article] = survivor!;
      for (const component of absorbed) to.exists[component] = false;
    }
    // What others still work on counts when they unite.
    const decided = self.members.filter(
      (article) => self.placed.includes(article) || self.mine.includes(article),
    );
    for (const story of connect(decided, to.links)) {
      for (const article of story) {
        const isNew = has('state guard') ? !self.placed.includes(article) : self.mine.includes(article);
        if (isNew) to.joined[article]! += 1;
        to.story[article] = story[0]!;
      }
    }
    for (const article of self.mine) to.isClustered[article] = true;
  }

  function startAgain(to: State, self: Process, who: number): void {
    release(to, who);
    Object.assign(self, {
      at: 'roots',
      roots: [],
      wanted: [],
      members: [],
      placed: [],
    } satisfies Partial<Process>);
  }

  function crash(state: State, who: number): Step<State>[] {
    const { at } = state.processes[who]!;
    if (state.crashesLeft === 0 || at === 'idle' || at === 'ended' || at === 'dead') return [];
    const to = copyState(state);
    release(to, who);
    to.crashesLeft -= 1;
    // The sweeper hints at what a dead process left.
    to.processes[who] = { ...IDLE, at: has('sweeper') ? 'idle' : 'dead' };
    return [{ name: `${setting.batches[who]!.join('+')}: killed at ${at}`, to }];
  }

  return {
    initial: {
      isPublished: all.map(() => false),
      component: all.map(() => -1),
      exists: all.map(() => false),
      links: [],
      story: all.map(() => -1),
      joined: all.map(() => 0),
      isClustered: all.map(() => false),
      lockedBy: all.map(() => -1),
      crashesLeft: setting.crashes,
      processes: setting.batches.map(() => IDLE),
    },
    next: (state) => state.processes.flatMap((_, who) => [...stepsOf(state, who), ...crash(state, who)]),
    check: (state, isEnd) => findFault(state, isEnd, connect(all, matches)),
  };
}

function findFault(state: State, isEnd: boolean, wanted: readonly number[][]): string | null {
  const storyOf = new Map(wanted.flatMap((story) => story.map((article) => [article, story[0]!])));
  for (const [article, isClustered] of state.isClustered.entries()) {
    if (isClustered && state.story[article] === -1) return `lost: ${article} is clustered and in no story`;
    if (state.joined[article]! > 1) return `twice: ${article} joined a story ${state.joined[article]} times`;
    const component = state.component[article]!;
    if (component !== -1 && !state.exists[component]) return `orphan: the component of ${article} is gone`;
    const mates = state.story.flatMap((story, other) =>
      story !== -1 && story === state.story[article] ? [other] : [],
    );
    if (mates.some((other) => storyOf.get(other) !== storyOf.get(article)))
      return `wrong merge: ${mates.join('+')}`;
  }
  const running = state.processes.filter(({ at }) => at !== 'ended' && at !== 'dead');
  if (running.length > 0 && running.every((process) => isWaiting(state, process))) {
    return 'deadlock: processes wait for each other';
  }
  if (!isEnd) return null;
  for (const [article, isClustered] of state.isClustered.entries()) {
    if (!isClustered) return `lost: ${article} was never clustered`;
    if (state.story[article] !== storyOf.get(article))
      return `split: ${article} is not in the story of its matches`;
  }
  return null;
}

function isWaiting(state: State, { at, wanted }: Process): boolean {
  return at === 'lock' && wanted.length > 0 && state.lockedBy[wanted[0]!] !== -1;
}

function toComponents(
  pairs: readonly (readonly [number, number])[],
  componentOf: ReadonlyMap<number, number>,
): [number, number][] {
  return pairs.map(([a, b]) => [componentOf.get(a)!, componentOf.get(b)!]);
}

/** Many times as fast as structuredClone, and a state is plain JSON. */
function copyState(state: State): State {
  return JSON.parse(JSON.stringify(state)) as State;
}

function release(to: State, who: number): void {
  to.lockedBy = to.lockedBy.map((holder) => (holder === who ? -1 : holder));
}

/** The connected parts of `nodes`, each ascending, by those `pairs` that have both ends there. */
function connect(nodes: readonly number[], pairs: readonly (readonly [number, number])[]): number[][] {
  const groupOf = new Map(nodes.map((node) => [node, [node]]));
  for (const [a, b] of pairs) {
    const [left, right] = [groupOf.get(a), groupOf.get(b)];
    if (left === undefined || right === undefined || left === right) continue;
    left.push(...right);
    for (const node of right) groupOf.set(node, left);
  }
  return [...new Set(groupOf.values())].map((group) => group.sort((a, b) => a - b));
}
