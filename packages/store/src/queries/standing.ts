import type { PubStatus, TextGone, VisibilityFacts } from '@writethru/domain';

/** Columns of the view `article_standing` that a query selects to know whether an article may be shown. */
export interface StandingRow {
  pub_status: PubStatus;
  embargoed_until: Date | null;
  standing_pub_status: PubStatus;
  standing_embargoed_until: Date | null;
  text_gone: TextGone | null;
}

/** The columns, of the view under the alias `s`. */
export function standingColumns(alias: string): string {
  return ['pub_status', 'embargoed_until', 'standing_pub_status', 'standing_embargoed_until', 'text_gone']
    .map((column) => `${alias}.${column}`)
    .join(', ');
}

/** A row of those columns as the facts that `judgeVisibility` asks for. */
export function toVisibilityFacts(row: StandingRow): VisibilityFacts {
  return {
    pubStatus: row.pub_status,
    embargoedUntilMs: row.embargoed_until?.getTime() ?? null,
    standingPubStatus: row.standing_pub_status,
    standingEmbargoedUntilMs: row.standing_embargoed_until?.getTime() ?? null,
    textGone: row.text_gone,
  };
}
