import { makeText } from '../support/made-text.ts';
import type { Stage } from './stage.ts';

/** Something that goes wrong on purpose. */
export interface Fault {
  name: string;
  /** What the first line is waited for; null: it need not change, and is told as it stands. */
  expected: RegExp | null;
  begin(stage: Stage): Promise<void>;
  end(stage: Stage): Promise<void>;
}

const POISONED = 12;
const FLOOD = 200;

const nothing = (): Promise<void> => Promise.resolve();

/** The faults, those first after which all is well again at once. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'a feed falls silent (its clock is set forward to 10 s before it is overdue)',
    expected: /silent/,
    async begin({ pool }) {
      await pool.query(`insert into ops_feeds (provider, feed, last_received_at, usual_gap_seconds, silent_after_seconds,
          gaps_learned_from, learned_at)
        values ('drill-silent', '', now() - interval '290 seconds', 5, 300, 60, now()),
               ('drill-steady', '', now(), 5, 300, 60, now())
        on conflict (provider, feed) do update set silent_after_seconds = 300, usual_gap_seconds = 5, learned_at = now()`);
    },
    async end({ pool }) {
      await pool.query(`delete from ops_feeds where provider = 'drill-silent'`);
    },
  },
  {
    name: 'Redis dies (SIGKILL)',
    expected: /queue does not answer/,
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.start(),
  },
  {
    name: 'the worker stalls (SIGSTOP)',
    expected: /No clusterer is alive/,
    begin({ clusterer }) {
      clusterer.kill('SIGSTOP');
      return Promise.resolve();
    },
    end({ clusterer }) {
      clusterer.kill('SIGCONT');
      return Promise.resolve();
    },
  },
  {
    name: `a flood of template copy (${FLOOD} articles that differ in numbers and names alone)`,
    expected: null,
    begin: ({ post }) => post(Array.from({ length: FLOOD }, (_none, at) => makeDividend(at))),
    end: nothing,
  },
  {
    name: `poison articles (${POISONED}, each fails whenever it is published)`,
    expected: new RegExp(`${POISONED} articles are in quarantine`),
    async begin({ pool, post }) {
      await pool.query(`create function drill_poison() returns trigger language plpgsql as
        $$ begin raise exception 'a fault of the drill'; end $$`);
      await pool.query(`create trigger drill_poison before update on article_identities for each row
        when (new.guid like 'poison-%' and new.state = 'published') execute function drill_poison()`);
      await post(
        Array.from({ length: POISONED }, (_none, at) => ({
          provider: 'drill-steady',
          guid: `poison-${at}`,
          headline: `Poison ${at}`,
          body: makeText(9_000 + at, 80),
        })),
      );
    },
    end: nothing,
  },
];

function makeDividend(at: number): object {
  const company = `${makeText(at, 2)} Corp`;
  return {
    provider: 'drill-template',
    guid: `dividend-${at}`,
    headline: `BRIEF-${company} declares quarterly dividend of $0.${10 + (at % 80)} per share`,
    body: `${company} said on Tuesday its board declared a quarterly cash dividend of $0.${10 + (at % 80)} per share, payable on June ${1 + (at % 28)} to shareholders of record as of the close of business on May ${1 + (at % 30)}. Source text for Eikon. Further company coverage is available to subscribers.`,
  };
}
