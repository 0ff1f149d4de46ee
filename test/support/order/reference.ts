import { areRelatedItems, isNearlyAll, isReusedGuid, RULE } from '@writethru/clustering';

import { AllPairs, listTexts, textOf, type ReferenceArticle, type Text } from './reference-pairs.ts';

export interface ReferenceConstraint {
  kind: 'must_link' | 'cannot_link';
  guids: [string, string];
}

export interface ReferenceResult {
  /** Sorted names, groups in the order of their first. */
  stories: string[][];
  /** What single linkage over the same links would give. */
  components: string[][];
}

interface Atom {
  text: Text;
  articles: ReferenceArticle[];
}

interface Unit {
  atoms: Atom[];
  articles: ReferenceArticle[];
  weight: number;
}

/**
 * The partition as `docs/clustering.md` says it, by brute force: all pairs, no index, no store, nothing incremental,
 * and nothing shared with the product but the rule for two texts. Slow on purpose: what is obvious can be believed.
 */
export function partitionByBruteForce(
  articles: readonly ReferenceArticle[],
  constraints: readonly ReferenceConstraint[],
): ReferenceResult {
  const texts = listTexts(articles);
  const pairs = new AllPairs(texts);
  const digests = new Set(texts.filter((text) => isDigest(text, texts, pairs)));
  const areApart = (a: ReferenceArticle, b: ReferenceArticle): boolean =>
    constraints.some(
      ({ kind, guids }) =>
        kind === 'cannot_link' && a.guid !== b.guid && guids.includes(a.guid) && guids.includes(b.guid),
    );
  const atoms = listAtoms(articles, texts, areApart);
  const isBound = (a: Atom, b: Atom): boolean =>
    a.articles.some((x) => b.articles.some((y) => isBoundPair(x, y, articles, texts, pairs, constraints)));
  const units = group(atoms, isBound)
    .map(toUnit)
    .sort((a, b) => compare(a.articles[0]!, b.articles[0]!));

  const scoreOf = (a: Unit, b: Unit): number => {
    if (a.articles.some((x) => b.articles.some((y) => areApart(x, y)))) return 0;
    const scores = a.atoms.flatMap((x) => b.atoms.map((y) => scoreAtoms(x, y, pairs, digests)));
    return Math.max(0, ...scores);
  };
  const scores = units.map((a) => units.map((b) => (a === b ? 0 : scoreOf(a, b))));
  const score = (a: Unit, b: Unit): number => scores[units.indexOf(a)]![units.indexOf(b)]!;
  const isForbidden = (a: Unit, b: Unit): boolean =>
    a.articles.some((x) => b.articles.some((y) => areApart(x, y)));
  const trueComponents = group(units, (a, b) => score(a, b) >= RULE.matchScore);
  const stories = trueComponents.flatMap((component) => linkAll(component, score, isForbidden));
  const linked = group(
    atoms,
    (a, b) =>
      isBound(a, b) || pairs.isLink(a.text, b.text) || (a.text === b.text && a.text.node.wordCount > 0),
  );
  return {
    stories: writePartition(
      stories.map((story) => story.flatMap((unit) => unit.articles.map(({ name }) => name))),
    ),
    components: writePartition(
      linked.map((part) => part.flatMap((atom) => atom.articles.map(({ name }) => name))),
    ),
  };
}

/** Groups of names in one way only, so that two partitions can be compared. */
export function writePartition(groups: readonly (readonly string[])[]): string[][] {
  return groups
    .map((names) => [...names].sort((a, b) => a.localeCompare(b)))
    .sort((a, b) => a[0]!.localeCompare(b[0]!));
}

function isDigest(digest: Text, texts: readonly Text[], pairs: AllPairs): boolean {
  const items = texts.filter((text) => text !== digest && pairs.isItemOf(text, digest));
  const areUnrelated = (a: Text, b: Text): boolean =>
    a !== b && !areRelatedItems(a.node, b.node, pairs.shared(a, b));
  return items.some((a) =>
    items.some((b) => areUnrelated(a, b) && items.some((c) => areUnrelated(a, c) && areUnrelated(b, c))),
  );
}

/** One atom a text, or one for each guid where a constraint parts articles of that very text; one an article without. */
function listAtoms(
  articles: readonly ReferenceArticle[],
  texts: readonly Text[],
  areApart: (a: ReferenceArticle, b: ReferenceArticle) => boolean,
): Atom[] {
  return texts.flatMap((text) => {
    const carriers = articles.filter((article) => textOf(article, texts) === text);
    if (!carriers.some((a) => carriers.some((b) => areApart(a, b)))) return [{ text, articles: carriers }];
    return [...new Set(carriers.map(({ guid }) => guid))].map((guid) => ({
      text,
      articles: carriers.filter((article) => article.guid === guid),
    }));
  });
}

/** Whether a provider's key or an editor binds two articles, whatever their texts. */
function isBoundPair(
  x: ReferenceArticle,
  y: ReferenceArticle,
  articles: readonly ReferenceArticle[],
  texts: readonly Text[],
  pairs: AllPairs,
  constraints: readonly ReferenceConstraint[],
): boolean {
  const isMust = ({ kind, guids }: ReferenceConstraint): boolean =>
    kind === 'must_link' && guids.includes(x.guid) && guids.includes(y.guid);
  if (constraints.some(isMust)) return true;
  if (x.provider !== y.provider || x.guid !== y.guid || x === y) return false;
  const [low, high] = x.version < y.version ? [x, y] : [y, x];
  const isBetween = articles.some(
    (other) =>
      other.provider === x.provider &&
      other.guid === x.guid &&
      other.version > low.version &&
      other.version < high.version,
  );
  if (isBetween) return false;
  const [a, b] = [textOf(low, texts), textOf(high, texts)];
  return !isReusedGuid(a.node, b.node, pairs.sharedAnyhow(a, b));
}

function toUnit(atoms: readonly Atom[]): Unit {
  const articles = atoms.flatMap((atom) => atom.articles).sort(compare);
  const withText = atoms.filter((atom) => atom.text.node.wordCount > 0).flatMap((atom) => atom.articles);
  const weight = new Set(withText.map(({ provider, guid }) => `${provider} ${guid}`)).size;
  return { atoms: [...atoms], articles, weight };
}

function scoreAtoms(a: Atom, b: Atom, pairs: AllPairs, digests: ReadonlySet<Text>): number {
  if (a.text === b.text) return a.text.node.wordCount > 0 ? 10_000 : 0;
  const isVoid =
    (digests.has(a.text) || digests.has(b.text)) &&
    !isNearlyAll(a.text.node, b.text.node, pairs.shared(a.text, b.text));
  return isVoid ? 0 : pairs.score(a.text, b.text);
}

/** Average linkage from the definition: every mean anew in every round. */
function linkAll(
  units: readonly Unit[],
  score: (a: Unit, b: Unit) => number,
  isForbidden: (a: Unit, b: Unit) => boolean,
): Unit[][] {
  let groups = units.map((unit) => [unit]).sort(([a], [b]) => compare(a!.articles[0]!, b!.articles[0]!));
  for (;;) {
    let best: { mean: number; left: Unit[]; right: Unit[] } | null = null;
    // Groups stay in the order of their first units, so the first of equal means is the one that rank prefers.
    for (const [at, left] of groups.entries()) {
      for (const right of groups.slice(at + 1)) {
        const cross = left.flatMap((a) => right.map((b) => ({ a, b })));
        if (cross.some(({ a, b }) => isForbidden(a, b))) continue;
        const sum = cross.reduce((total, { a, b }) => total + score(a, b) * a.weight * b.weight, 0);
        const weight = cross.reduce((total, { a, b }) => total + a.weight * b.weight, 0);
        if (weight === 0 || sum < RULE.linkageScore * weight) continue;
        const mean = Math.floor((sum * 1000) / weight);
        if (best === null || mean > best.mean) best = { mean, left, right };
      }
    }
    if (best === null) return groups;
    const { left, right } = best;
    groups = groups.filter((one) => one !== right).map((one) => (one === left ? [...left, ...right] : one));
  }
}

/** Connected parts, by asking for every two. */
function group<Item>(items: readonly Item[], isJoined: (a: Item, b: Item) => boolean): Item[][] {
  const left = new Set(items);
  const groups: Item[][] = [];
  for (const item of items) {
    if (!left.delete(item)) continue;
    const part = [item];
    for (const member of part) {
      for (const other of left) {
        if (!isJoined(member, other) && !isJoined(other, member)) continue;
        left.delete(other);
        part.push(other);
      }
    }
    groups.push(part);
  }
  return groups;
}

function compare(a: ReferenceArticle, b: ReferenceArticle): number {
  const [x, y] = [a, b].map((one) => [one.contentHash, one.provider, one.guid] as const);
  for (let at = 0; at < 3; at++) if (x![at]! !== y![at]!) return x![at]! < y![at]! ? -1 : 1;
  return a.version - b.version;
}
