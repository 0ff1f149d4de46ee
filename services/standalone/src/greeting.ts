import { keyFileOf } from './first-key.ts';

interface StorySummary {
  id: string;
  lead: { headline: string | null } | null;
  versionCount: number;
  providers: string[];
}

/** The stories for people: one line each. Headlines are feeds' text, so control characters go. */
export function formatStories(stories: readonly StorySummary[]): string {
  const lines = stories.map((story) => {
    const headline = story.lead?.headline?.replace(/\p{C}/gu, ' ') ?? '(nothing to show)';
    const versions = story.versionCount === 1 ? '1 version ' : `${story.versionCount} versions`;
    return `  ${versions}  ${headline}  [${story.providers.join(', ')}]`;
  });
  return lines.join('\n');
}

/** A command to paste: it reads the key from its file, so that no secret is printed. */
function formatCurl(url: string, dataFolder: string): string {
  return `curl -s -H "Authorization: Bearer $(cat ${quote(keyFileOf(dataFolder))})" '${url}/v1/stories?limit=3'`;
}

/**
 * What a person needs to know once everything runs. Without a key of ours there is no path of a
 * link to sign in by, and only the address can be told.
 */
export function formatGreeting(url: string, dataFolder: string, signInPath: string | null): string {
  if (signInPath === null)
    return `Writethru is ready at ${url}. Its store has keys already: use one of those.`;
  return [
    `Writethru is ready at ${url}`,
    `  stories   ${url}/v1/stories`,
    `  desk      ${url}/desk`,
    `  ops page  ${url}/ops`,
    `  sign in   ${url}${signInPath}`,
    '            (works once, for five minutes; `npx --no writethru sign-in` prints another)',
    `  CLI       npx --no writethru stories`,
    'Try:',
    `  ${formatCurl(url, dataFolder)}`,
    'Ctrl-C stops everything.',
  ].join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
