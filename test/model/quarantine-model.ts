import type { Model, Step } from './explore.ts';

/** What keeps a poison article from taking others along. Each can be taken out, to see that a fault is then found. */
export const QUARANTINE_GUARDS = ['solo failures', 'attempt counter', 'lease'] as const;
export type QuarantineGuard = (typeof QUARANTINE_GUARDS)[number];

export interface QuarantineSetting {
  articles: number;
  /** Articles that kill the process that works on them. */
  poison: readonly number[];
  processes: number;
  maxAttempts: number;
  /** How often a process may be killed for no fault of an article. */
  kills: number;
  without?: QuarantineGuard;
}

interface State {
  /** Of each article. `attempts` counts what counts towards quarantine. */
  articles: {
    state: 'accepted' | 'clustered' | 'quarantined';
    attempts: number;
    isSuspect: boolean;
    runs: number;
  }[];
  /** The articles that each process works on, and whether it is between claiming and working. */
  working: number[][];
  killsLeft: number;
}

/** Attempts as a machine: claims, deaths, what is counted, and what then runs alone. A dead process is started anew. */
export function modelQuarantine(setting: QuarantineSetting): Model<State> {
  const has = (guard: QuarantineGuard): boolean => setting.without !== guard;
  const mostRuns = setting.maxAttempts + setting.kills + 2;

  function claimsOf(state: State, who: number): Step<State>[] {
    if (state.working[who]!.length > 0) return [];
    const busy = new Set(has('lease') ? state.working.flat() : []);
    const free = state.articles.flatMap(({ state: at }, article) =>
      at === 'accepted' && !busy.has(article) ? [article] : [],
    );
    const isAlone = (article: number): boolean => has('solo failures') && state.articles[article]!.isSuspect;
    const together = free.filter((article) => !isAlone(article));
    const claims = [
      ...(together.length > 0 ? [together] : []),
      ...free.filter(isAlone).map((article) => [article]),
    ];
    return claims.map((ids) => {
      const to = structuredClone(state);
      to.working[who] = ids;
      for (const id of ids) {
        const article = to.articles[id]!;
        const counts = !has('solo failures') || article.isSuspect;
        if (counts && has('attempt counter')) article.attempts += 1;
        article.isSuspect = true;
        if (article.attempts <= setting.maxAttempts) continue;
        article.state = 'quarantined';
        to.working[who] = to.working[who]!.filter((other) => other !== id);
      }
      return { name: `${who}: claims ${ids.join('+')}`, to };
    });
  }

  function workOf(state: State, who: number): Step<State>[] {
    const ids = state.working[who]!;
    if (ids.length === 0) return [];
    const to = structuredClone(state);
    to.working[who] = [];
    const isDeath = ids.some((id) => setting.poison.includes(id));
    for (const id of ids) {
      to.articles[id]!.runs = Math.min(mostRuns + 1, to.articles[id]!.runs + 1);
      if (!isDeath) to.articles[id]!.state = 'clustered';
    }
    return [{ name: `${who}: ${isDeath ? 'dies of' : 'ends'} ${ids.join('+')}`, to }];
  }

  function killsOf(state: State, who: number): Step<State>[] {
    if (state.killsLeft === 0 || state.working[who]!.length === 0) return [];
    const to = structuredClone(state);
    to.killsLeft -= 1;
    to.working[who] = [];
    return [{ name: `${who}: killed`, to }];
  }

  return {
    initial: {
      articles: Array.from({ length: setting.articles }, () => ({
        state: 'accepted' as const,
        attempts: 0,
        isSuspect: false,
        runs: 0,
      })),
      working: Array.from({ length: setting.processes }, () => []),
      killsLeft: setting.kills,
    },
    next: (state) =>
      state.working.flatMap((_, who) => [
        ...claimsOf(state, who),
        ...workOf(state, who),
        ...killsOf(state, who),
      ]),
    check: (state, isEnd) => {
      for (const [id, article] of state.articles.entries()) {
        const isPoison = setting.poison.includes(id);
        if (article.state === 'quarantined' && !isPoison) return `innocent: ${id} was quarantined`;
        if (isPoison && article.runs > mostRuns) return `for ever: ${id} kills one process after another`;
        if (isEnd && article.state === 'accepted') return `lost: ${id} never ended`;
      }
      return null;
    },
  };
}
