import { ALERT_RULE, matchAlert } from '@writethru/clustering';
import { isBeside, type ArticleMarker } from '@writethru/domain';
import { countWords, keyHeadline, readHeadlineFacts } from '@writethru/fingerprint';
import { findHeads, type AlertMatchRow, type HeadRow, type Pool } from '@writethru/store';

/** As long as the hours in which a story is looked for, so that a search takes the keys of two spans. */
const SPAN_MS = ALERT_RULE.beforeMs + ALERT_RULE.afterMs;

/**
 * What an article is compared by where one of two is an alert. Null where it is neither: without two words of headline,
 * or beside stories, or a kill.
 */
export function readHead(article: {
  id: string;
  effectiveAtMs: number;
  headline: string | null;
  body: string;
  markers: readonly ArticleMarker[];
}): HeadRow | null {
  const { id, effectiveAtMs, headline, body, markers } = article;
  if (headline === null || isBeside(markers) || markers.includes('kill')) return null;
  const facts = readHeadlineFacts(headline, body);
  if (facts.words.length < ALERT_RULE.minSharedWords) return null;
  const isAlert = !body.trim().includes('\n') && countWords(body) < ALERT_RULE.maxBodyWords;
  return {
    articleId: id,
    effectiveAtMs,
    isAlert,
    keys: keyHeadline(facts.words, Math.floor(effectiveAtMs / SPAN_MS)),
    words: facts.words,
    numbers: isAlert ? facts.numbers : new Uint32Array(0),
    top: isAlert ? new Uint32Array(0) : facts.top,
  };
}

/** For alerts the articles that they agree with, for articles the alerts. As any search, after the publish committed. */
export async function matchAlerts(
  pool: Pool,
  heads: readonly Omit<HeadRow, 'keys'>[],
): Promise<AlertMatchRow[]> {
  const own = new Map(heads.map((head) => [head.articleId, head]));
  const found = await findHeads(pool, heads.map(toSearch), ALERT_RULE.minSharedWords);
  return found.flatMap(({ ofArticleId, head }) => {
    const [alert, told] = head.isAlert ? [head, own.get(ofArticleId)!] : [own.get(ofArticleId)!, head];
    const score = matchAlert(alert, told);
    return score === null ? [] : [{ alertId: alert.articleId, articleId: told.articleId, score }];
  });
}

function toSearch(head: Omit<HeadRow, 'keys'>): Parameters<typeof findHeads>[1][number] {
  const { beforeMs, afterMs } = ALERT_RULE;
  const fromMs = head.effectiveAtMs - (head.isAlert ? beforeMs : afterMs);
  const toMs = head.effectiveAtMs + (head.isAlert ? afterMs : beforeMs);
  const spans = [...new Set([fromMs, toMs].map((timeMs) => Math.floor(timeMs / SPAN_MS)))];
  const keys = Int32Array.from(spans.flatMap((span) => [...keyHeadline(head.words, span)]));
  return { ofArticleId: head.articleId, isAlert: head.isAlert, keys, fromMs, toMs };
}
