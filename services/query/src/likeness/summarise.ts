import type { StoryExplanation } from '@writethru/clustering';

/** The reason for an explanation as one sentence for people. */
export function summariseExplanation(explanation: StoryExplanation): string {
  const verdict = explanation.isOneStory ? 'They are one story' : 'They are not one story';
  return `${verdict}: ${reasonOf(explanation)}.`;
}

function reasonOf({ reason, pair, chain }: StoryExplanation): string {
  const needed = `a match needs ${pair.threshold}`;
  switch (reason) {
    case 'same_text':
      return 'they have the same text';
    case 'text':
      return `the texts score ${pair.score}, and ${needed}`;
    case 'provider_key':
      return 'their provider sent both as versions of one item';
    case 'editor_link':
      return 'an editor put them together';
    case 'chain':
      // The articles in between may not be told of.
      if (chain.length === 0) return 'they are joined through other articles';
      return `they are joined through ${chain.length - 1} other ${chain.length === 2 ? 'article' : 'articles'}`;
    case 'editor_split':
      return 'an editor keeps them apart';
    case 'reused_guid':
      return 'their provider used one guid again for another story';
    case 'no_text':
      return 'one of them has no text, and no key of their provider joins them';
    case 'outside_window':
      return `they are ${pair.daysApart} days apart, and only ${pair.windowDays} are looked at`;
    case 'too_few_shared_keys':
      return `the texts share ${pair.sharedKeys} index keys, and ${pair.minSharedKeys} are needed to compare them`;
    case 'below_threshold':
      return `the texts score ${pair.score}, and ${needed}`;
    case 'digest':
      return 'one of them is a digest, which merely contains the other';
    case 'linkage':
      return `the two match, scoring ${pair.score}, but each one's story is not like the other's on average`;
  }
}
