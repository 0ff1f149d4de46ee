import { html, type SafeHtml } from '@writethru/runtime';
import type { ActionFilter, BulkKind } from '@writethru/store';

/** What the buttons say. */
export const VERBS: Record<BulkKind, string> = { release: 'Release', discard: 'Discard', retry: 'Retry' };

/** What an action does, told before it is begun. */
export const EFFECTS: Record<BulkKind, string> = {
  release: 'They are tried again from the start, and go back to quarantine if they fail as before.',
  discard: 'They end as discarded: they never get a story. Their rows and texts stay.',
  retry: 'They are tried again now instead of later.',
};

/** Which articles, in words. */
export function describeFilter({ reason, provider, articleId }: ActionFilter): SafeHtml {
  return html`${articleId === undefined ? '' : html`the article <a href="/ops/articles/${articleId}">${articleId}</a> `}
  ${reason === undefined ? '' : html`for “<bdi>${reason}</bdi>” `}
  ${provider === undefined ? '' : html`of <bdi>${provider}</bdi>`}`;
}

/** The address of the form that asks for the reason. */
export function actHref(kind: BulkKind, filter: ActionFilter): string {
  return `/ops/act?${new URLSearchParams({ kind, ...filter }).toString()}`;
}
