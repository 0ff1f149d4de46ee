import {
  diffArticles,
  explainPair,
  findSimilar,
  getArticle,
  getEdit,
  getPickup,
  getStory,
  judgePair,
  listArticles,
  listDoubtful,
  listHistory,
  listSimilar,
  listStories,
  mergeStories,
  moveArticles,
  pinLead,
  splitStory,
  undoEdit,
} from '@writethru/contract';
import type { Pool } from '@writethru/store';

import { answerEdit } from '../edits/answer-edit.ts';
import { answerMerge, answerMove, answerPin, answerSplit, answerUndo } from '../edits/answer-edits.ts';
import { answerArticle, answerArticles } from '../routes/articles.ts';
import { answerDiff } from '../routes/diff.ts';
import { answerExplain } from '../routes/explain.ts';
import { answerHistory } from '../routes/history.ts';
import { answerPickup } from '../routes/pickup.ts';
import { answerSimilarToArticle, answerSimilarToText } from '../routes/similar.ts';
import { answerStories, answerStory } from '../routes/stories.ts';
import { answerDoubtful, answerJudge } from '../routes/verdicts.ts';
import type { AnswerTo, Ask } from './ask.ts';

type Query = Record<string, string>;

/** What pages ask of the API. Each throws AppError as the API refuses, and `Elsewhere` where a story was merged away. */
export interface Questions {
  stories(query: Query): Promise<AnswerTo<typeof listStories>>;
  story(id: string): Promise<AnswerTo<typeof getStory>>;
  difference(storyId: string, query: { from: string; to: string }): Promise<AnswerTo<typeof diffArticles>>;
  history(storyId: string, query: Query): Promise<AnswerTo<typeof listHistory>>;
  pickup(storyId: string): Promise<AnswerTo<typeof getPickup>>;
  article(id: string): Promise<AnswerTo<typeof getArticle>>;
  articles(query: Query): Promise<AnswerTo<typeof listArticles>>;
  explanation(query: Query): Promise<AnswerTo<typeof explainPair>>;
  similarTo(body: object): Promise<AnswerTo<typeof findSimilar>>;
  similarToArticle(id: string, limit: number): Promise<AnswerTo<typeof listSimilar>>;
  edit(id: string): Promise<AnswerTo<typeof getEdit>>;
  /** Puts an editor's action on record, and waits a little until stories are as was asked. */
  merge(storyId: string, body: object): Promise<AnswerTo<typeof mergeStories>>;
  move(storyId: string, body: object): Promise<AnswerTo<typeof moveArticles>>;
  pin(storyId: string, body: object): Promise<AnswerTo<typeof pinLead>>;
  split(storyId: string, body: object): Promise<AnswerTo<typeof splitStory>>;
  doubtful(): Promise<AnswerTo<typeof listDoubtful>>;
  judge(body: object): Promise<AnswerTo<typeof judgePair>>;
  undo(actionId: string, body: object): Promise<AnswerTo<typeof undoEdit>>;
}

/** So long a page waits for an edit to be done: most are at once. */
const PATIENT = { prefer: 'wait=5' };

/** The questions of one caller at one time. */
export function makeQuestions(ask: Ask, pool: Pool, now: () => Date): Questions {
  return {
    stories: (query) => ask(listStories, answerStories(pool, now), { query }),
    story: (id) => ask(getStory, answerStory(pool, now), { params: { id } }),
    difference: (id, query) => ask(diffArticles, answerDiff(pool, now), { params: { id }, query }),
    history: (id, query) => ask(listHistory, answerHistory(pool, now), { params: { id }, query }),
    pickup: (id) => ask(getPickup, answerPickup(pool, now), { params: { id } }),
    article: (id) => ask(getArticle, answerArticle(pool, now), { params: { id } }),
    articles: (query) => ask(listArticles, answerArticles(pool, now), { query }),
    explanation: (query) => ask(explainPair, answerExplain(pool, now), { query }),
    similarTo: (body) => ask(findSimilar, answerSimilarToText(pool, now), { body }),
    similarToArticle: (id, limit) =>
      ask(listSimilar, answerSimilarToArticle(pool, now), {
        params: { id },
        query: { limit: String(limit) },
      }),
    edit: (id) => ask(getEdit, answerEdit(pool), { params: { id } }),
    merge: (id, body) => ask(mergeStories, answerMerge(pool), { params: { id }, body, headers: PATIENT }),
    move: (id, body) => ask(moveArticles, answerMove(pool), { params: { id }, body, headers: PATIENT }),
    pin: (id, body) => ask(pinLead, answerPin(pool), { params: { id }, body, headers: PATIENT }),
    split: (id, body) => ask(splitStory, answerSplit(pool), { params: { id }, body, headers: PATIENT }),
    doubtful: () => ask(listDoubtful, answerDoubtful(pool), { query: { limit: '100' } }),
    judge: (body) => ask(judgePair, answerJudge(pool, now), { body, headers: PATIENT }),
    undo: (id, body) => ask(undoEdit, answerUndo(pool), { params: { id }, body, headers: PATIENT }),
  };
}
