import { findContradictions } from '@writethru/clustering';
import { AppError } from '@writethru/domain';
import type { EditedStory, EditFacts, EditPlan, HeldConstraint, StoryItem } from '@writethru/store';

/** More would weigh on every later decision about the story. */
const MAX_CONSTRAINTS = 5_000;

type NewConstraint = EditPlan['constraints'][number];

/** Keeps all items of both stories together. */
export function planMerge({ story, other, held }: EditFacts): EditPlan {
  const [own, with_] = [requireStory(story), requireStory(other)];
  if (own.id === with_.id)
    throw refuse('/with', 'is the story itself', 'A story can not be merged with itself.');
  const hub = own.items[0]!;
  const constraints = joinAll(hub, [...own.items, ...with_.items]);
  return finish(constraints, held, hub);
}

/** Keeps some items of a story apart from the rest of it. */
export function planSplit({ story, held }: EditFacts, articleIds: readonly string[]): EditPlan {
  const { chosen, rest } = choose(requireStory(story), articleIds);
  if (rest.length === 0)
    throw refuse('/articleIds', 'leaves nothing behind', 'All of a story can not be split off.');
  return finish(partAll(chosen, rest), held, chosen[0]!);
}

/** Keeps some items of a story together with all of another one, and apart from the rest of their own. */
export function planMove({ story, other, held }: EditFacts, articleIds: readonly string[]): EditPlan {
  const target = requireStory(other);
  const { chosen, rest } = choose(requireStory(story), articleIds);
  if (target.id === story?.id)
    throw refuse('/to', 'is the story itself', 'Articles can not be moved to where they are.');
  const hub = chosen[0]!;
  return finish([...joinAll(hub, [...chosen, ...target.items]), ...partAll(chosen, rest)], held, hub);
}

/** Pins the guid of an article. */
export function planPin({ story }: EditFacts, articleId: string): EditPlan {
  const pin = choose(requireStory(story), [articleId]).chosen[0]!;
  return { constraints: [], pin, articleId: pin.articleIds.at(-1)! };
}

/** Keeps the items of two articles together, or apart. */
export function planVerdict(
  { story, other, held }: EditFacts,
  [a, b]: readonly [string, string],
  isOneStory: boolean,
): EditPlan {
  const own = requireStory(story);
  const [left, right] = [findItem(own, a), findItem(other === null ? own : requireStory(other), b)];
  return finish([constrain(isOneStory ? 'must_link' : 'cannot_link', left, right)], held, left);
}

function findItem(story: EditedStory, articleId: string): StoryItem {
  const item = story.items.find(({ articleIds }) => articleIds.includes(articleId));
  if (item === undefined)
    throw new AppError('conflict', 'An article went to another story just now: try again.');
  return item;
}

function requireStory(story: EditedStory | null): EditedStory {
  if (story === null || (story.items.length === 0 && story.mergedInto === null))
    throw new AppError('not_found', 'There is no such story.');
  if (story.mergedInto !== null) {
    throw new AppError('conflict', `The story ${story.id} lives on in ${story.mergedInto}.`, {
      details: { mergedInto: story.mergedInto },
    });
  }
  return story;
}

/** The items that the articles belong to, and the rest. Throws AppError `invalid_input` for one that is elsewhere. */
function choose(
  story: EditedStory,
  articleIds: readonly string[],
): { chosen: StoryItem[]; rest: StoryItem[] } {
  const known = new Set(story.items.flatMap((item) => item.articleIds));
  const foreign = articleIds.findIndex((id) => !known.has(id));
  if (foreign >= 0)
    throw refuse(
      `/articleIds/${foreign}`,
      'is not in the story',
      'Not all of the articles are in the story.',
    );
  const wanted = new Set(articleIds);
  const isChosen = (item: StoryItem): boolean => item.articleIds.some((id) => wanted.has(id));
  return { chosen: story.items.filter(isChosen), rest: story.items.filter((item) => !isChosen(item)) };
}

function joinAll(hub: StoryItem, items: readonly StoryItem[]): NewConstraint[] {
  return items.filter((item) => item !== hub).map((item) => constrain('must_link', hub, item));
}

function partAll(some: readonly StoryItem[], others: readonly StoryItem[]): NewConstraint[] {
  return some.flatMap((one) => others.map((other) => constrain('cannot_link', one, other)));
}

function constrain(kind: HeldConstraint['kind'], a: StoryItem, b: StoryItem): NewConstraint {
  return { kind, aProvider: a.provider, aGuid: a.guid, bProvider: b.provider, bGuid: b.guid };
}

function finish(constraints: NewConstraint[], held: readonly HeldConstraint[], hub: StoryItem): EditPlan {
  if (constraints.length > MAX_CONSTRAINTS) {
    throw refuse(
      '/articleIds',
      'are too many for so large a story',
      `It would take ${constraints.length} constraints, and ${MAX_CONSTRAINTS} are taken at once.`,
    );
  }
  const said = constraints.map((constraint) => ({ ...constraint, actionId: null }));
  const contradictions = findContradictions([...held, ...said]);
  if (contradictions.length > 0) {
    // A must-link that joins what is kept apart may be older than the cannot-link, or the other way round.
    const isOldSplit = contradictions.some(({ actionId }) => actionId !== null);
    const actionIds = (isOldSplit ? contradictions : held.filter(({ kind }) => kind === 'must_link')).flatMap(
      ({ actionId }) => actionId ?? [],
    );
    throw new AppError('conflict', 'It contradicts what an editor said before: undo that first.', {
      details: { actionIds: [...new Set(actionIds)] },
    });
  }
  return { constraints, pin: null, articleId: hub.articleIds.at(-1)! };
}

function refuse(pointer: string, detail: string, message: string): AppError {
  return new AppError('invalid_input', message, { faults: [{ pointer, detail }] });
}
