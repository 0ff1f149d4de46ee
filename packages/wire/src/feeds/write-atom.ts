import { escapeMarkup } from '../formats/xml/write-markup.ts';
import { nameStory, titleOf, type StoryEntry, type StoryFeed } from './story-feed.ts';

/** What XML 1.0 can not hold, not even as a reference. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Stories as an Atom feed (RFC 4287); those that were withdrawn as deleted entries (RFC 6721). */
export function writeAtom(feed: StoryFeed): string {
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">',
    writeElement('id', feed.selfUrl),
    writeElement('title', feed.title),
    writeElement('updated', feed.updatedAt),
    writeLink('self', feed.selfUrl),
    ...(feed.nextUrl === null ? [] : [writeLink('next', feed.nextUrl)]),
    ...feed.entries.map(writeEntry),
    ...feed.withdrawn.map(
      ({ storyId, at }) => `<at:deleted-entry ref="${nameStory(storyId)}" when="${at}"/>`,
    ),
    '</feed>',
  ];
  return `${lines.join('\n')}\n`;
}

function writeEntry(entry: StoryEntry): string {
  const language = entry.language === null ? '' : ` xml:lang="${escapeText(entry.language)}"`;
  return [
    `<entry${language}>`,
    writeElement('id', nameStory(entry.storyId)),
    writeElement('title', titleOf(entry)),
    writeElement('published', entry.publishedAt),
    writeElement('updated', entry.updatedAt),
    `<author>${writeElement('name', entry.provider)}</author>`,
    writeLink('alternate', entry.pageUrl ?? entry.storyUrl),
    ...(entry.pageUrl === null ? [] : [writeLink('related', entry.storyUrl)]),
    ...entry.providers.map((provider) => `<category term="${escapeText(provider)}"/>`),
    ...(entry.opening === null ? [] : [writeElement('summary', entry.opening)]),
    '</entry>',
  ].join('\n');
}

function writeElement(name: string, text: string): string {
  return `<${name}>${escapeText(text)}</${name}>`;
}

function writeLink(rel: string, href: string): string {
  return `<link rel="${rel}" href="${escapeText(href)}"/>`;
}

function escapeText(text: string): string {
  return escapeMarkup(text.replaceAll(NOT_XML, ''));
}
