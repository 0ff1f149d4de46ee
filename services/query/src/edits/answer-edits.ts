import type { mergeStories, moveArticles, pinLead, splitStory, undoEdit } from '@writethru/contract';
import { readWait, type OperationHandler, type Principal } from '@writethru/runtime';
import {
  findStoriesOf,
  isRequestOpen,
  recordEdit,
  undoEdit as takeBack,
  type EditFacts,
  type EditInput,
  type Editor,
  type EditPlan,
  type Pool,
  type RecordedEdit,
} from '@writethru/store';

import { planMerge, planMove, planPin, planSplit, planVerdict } from './plan-edit.ts';

const LOOK_EVERY_MS = 50;

/** Both stories become one, whatever the rule says. */
export function answerMerge(pool: Pool): OperationHandler<typeof mergeStories> {
  return ({ params, body, principal, header }) =>
    edit(
      pool,
      { kind: 'merge', storyId: params.id, otherStoryId: body.with, body, principal: principal() },
      planMerge,
      header('prefer'),
    );
}

/** Articles become a story of their own, whatever the rule says. */
export function answerSplit(pool: Pool): OperationHandler<typeof splitStory> {
  return ({ params, body, principal, header }) =>
    edit(
      pool,
      { kind: 'split', storyId: params.id, otherStoryId: null, body, principal: principal() },
      (facts) => planSplit(facts, body.articleIds),
      header('prefer'),
    );
}

/** Articles go to another story, whatever the rule says. */
export function answerMove(pool: Pool): OperationHandler<typeof moveArticles> {
  return ({ params, body, principal, header }) =>
    edit(
      pool,
      { kind: 'move', storyId: params.id, otherStoryId: body.to, body, principal: principal() },
      (facts) => planMove(facts, body.articleIds),
      header('prefer'),
    );
}

/** A version leads its story, whatever the policy says. */
export function answerPin(pool: Pool): OperationHandler<typeof pinLead> {
  return ({ params, body, principal, header }) =>
    edit(
      pool,
      { kind: 'pin', storyId: params.id, otherStoryId: null, body, principal: principal() },
      (facts) => planPin(facts, body.articleId),
      header('prefer'),
    );
}

/** An action is in force no more. */
export function answerUndo(pool: Pool): OperationHandler<typeof undoEdit> {
  return async ({ params, body, principal, header }) => {
    const undone = await takeBack(pool, params.id, editorOf(principal(), body.reason));
    return answer(pool, undone, undone.articleIds, readWait(header('prefer')));
  };
}

export interface Verdict {
  a: PlacedArticle;
  b: PlacedArticle;
  isOneStory: boolean;
  reason: string;
  principal: Principal;
  /** The Prefer header. */
  prefer: string | undefined;
}

interface PlacedArticle {
  articleId: string;
  storyId: string;
}

/** Two items are kept together, or apart, whatever the rule says. How they stood is kept with it. */
export function recordVerdict(pool: Pool, { a, b, isOneStory, reason, principal, prefer }: Verdict) {
  const wasOneStory = a.storyId === b.storyId;
  return edit(
    pool,
    {
      kind: 'judge',
      storyId: a.storyId,
      otherStoryId: wasOneStory ? null : b.storyId,
      body: { articleIds: [a.articleId, b.articleId], isOneStory, wasOneStory, reason },
      principal,
    },
    (facts) => planVerdict(facts, [a.articleId, b.articleId], isOneStory),
    prefer,
  );
}

interface Asked {
  kind: EditInput['kind'];
  storyId: string;
  otherStoryId: string | null;
  body: { reason: string } & Record<string, unknown>;
  principal: Principal;
}

async function edit(
  pool: Pool,
  { kind, storyId, otherStoryId, body, principal }: Asked,
  plan: (facts: EditFacts) => EditPlan,
  prefer: string | undefined,
) {
  let concerned: string[] = [];
  const { reason, ...asked } = body;
  const recorded = await recordEdit(
    pool,
    { ...editorOf(principal, reason), kind, storyId, otherStoryId, payload: asked },
    (facts) => {
      concerned = [...(facts.story?.items ?? []), ...(facts.other?.items ?? [])].flatMap(
        (item) => item.articleIds,
      );
      return plan(facts);
    },
  );
  return answer(pool, recorded, concerned, readWait(prefer));
}

/** Who acts, by the key, and why. */
export function editorOf(principal: Principal, reason: string): Editor {
  return { keyId: principal.keyId, actor: principal.holder, reason };
}

async function answer(
  pool: Pool,
  { actionId, requestId }: RecordedEdit,
  concerned: string[],
  waitMs: number,
) {
  const endMs = performance.now() + waitMs;
  let isApplied = !(await isRequestOpen(pool, requestId));
  while (!isApplied && performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    isApplied = !(await isRequestOpen(pool, requestId));
  }
  const body = { actionId, isApplied, storyIds: await findStoriesOf(pool, concerned) };
  return isApplied ? { status: 200 as const, body } : { status: 202 as const, body };
}
