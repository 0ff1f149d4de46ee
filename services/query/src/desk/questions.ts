import {
  explainPair,
  findSimilar,
  getArticle,
  getPickup,
  getStory,
  listArticles,
  listStories,
} from '@writethru/contract';
import type { Pool } from '@writethru/store';

import { answerArticle, answerArticles } from '../routes/articles.ts';
import { answerExplain } from '../routes/explain.ts';
import { answerPickup } from '../routes/pickup.ts';
import { answerSimilarToText } from '../routes/similar.ts';
import { answerStories, answerStory } from '../routes/stories.ts';
import type { AnswerTo, Ask } from './ask.ts';

type Query = Record<string, string>;

/** What pages ask of the API. Each throws AppError as the API refuses, and `Elsewhere` where a story was merged away. */
export interface Questions {
  stories(query: Query): Promise<AnswerTo<typeof listStories>>;
  story(id: string): Promise<AnswerTo<typeof getStory>>;
  pickup(storyId: string): Promise<AnswerTo<typeof getPickup>>;
  article(id: string): Promise<AnswerTo<typeof getArticle>>;
  articles(query: Query): Promise<AnswerTo<typeof listArticles>>;
  explanation(query: Query): Promise<AnswerTo<typeof explainPair>>;
  similarTo(body: object): Promise<AnswerTo<typeof findSimilar>>;
}

/** The questions of one caller at one time. */
export function makeQuestions(ask: Ask, pool: Pool, now: () => Date): Questions {
  return {
    stories: (query) => ask(listStories, answerStories(pool, now), { query }),
    story: (id) => ask(getStory, answerStory(pool, now), { params: { id } }),
    pickup: (id) => ask(getPickup, answerPickup(pool, now), { params: { id } }),
    article: (id) => ask(getArticle, answerArticle(pool, now), { params: { id } }),
    articles: (query) => ask(listArticles, answerArticles(pool, now), { query }),
    explanation: (query) => ask(explainPair, answerExplain(pool, now), { query }),
    similarTo: (body) => ask(findSimilar, answerSimilarToText(pool, now), { body }),
  };
}
