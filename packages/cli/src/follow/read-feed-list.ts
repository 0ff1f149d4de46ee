import { readFile } from 'node:fs/promises';

import { AppError } from '@writethru/domain';
import { SaxesParser } from 'saxes';

/** A feed that is followed. */
export interface FollowedFeed {
  url: string;
  /** Who its articles are said to be from. */
  provider: string;
}

/**
 * The feeds of an OPML file, or of a list with a URL a line (`#` begins a comment). A feed's provider is `provider`, else
 * the text of its outline, else its host. Throws AppError `invalid_input` for a file that is neither, or names none.
 */
export async function readFeedList(file: string, provider: string | undefined): Promise<FollowedFeed[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('invalid_input', `${file} can not be read.`, { cause: error });
  });
  const named = text.trimStart().startsWith('<') ? readOpml(file, text) : readLines(text);
  const feeds = new Map(named.map(({ url, name }) => [url, toFeed(file, url, provider ?? name)]));
  if (feeds.size === 0) throw new AppError('invalid_input', `${file} names no feed.`);
  return [...feeds.values()];
}

interface NamedUrl {
  url: string;
  name: string | null;
}

function readLines(text: string): NamedUrl[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map((url) => ({ url, name: null }));
}

function readOpml(file: string, text: string): NamedUrl[] {
  const found: NamedUrl[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new AppError('invalid_input', `${file} is not OPML: ${error.message}`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const url = attributes['xmlUrl'];
    if (name === 'outline' && url !== undefined && url.trim() !== '')
      found.push({ url: url.trim(), name: attributes['text'] ?? attributes['title'] ?? null });
  });
  parser.write(text).close();
  return found;
}

function toFeed(file: string, url: string, name: string | null): FollowedFeed {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new AppError('invalid_input', `${file}: ${url} is not an http or https URL.`);
  const provider = name === null || name.trim() === '' ? new URL(url).hostname : name.trim();
  return { url, provider };
}
