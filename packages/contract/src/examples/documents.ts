/** One made-up article in each format that comes in. */
const TEXT = 'The ferry to Lindmouth runs again after the storm, its operator said on Wednesday.';
const TIME = '2026-11-25T08:00:00Z';

export const EXAMPLE_NINJS = {
  uri: 'urn:demo:ferry-8',
  type: 'text',
  version: '1',
  versionCreated: TIME,
  headlines: [{ role: 'main', value: 'Ferry to Lindmouth runs again' }],
  bodies: [{ role: 'main', contentType: 'text/plain', value: TEXT }],
};

export const EXAMPLE_JSON_FEED = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Demo Courier',
  items: [
    { id: 'ferry-9', title: 'Ferry to Lindmouth runs again', content_text: TEXT, date_published: TIME },
  ],
};

export const EXAMPLE_NEWS_ITEM = `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:demo:ferry-10" version="1">
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider literal="demo-wire"/>
    <versionCreated>${TIME}</versionCreated>
    <pubStatus qcode="stat:usable"/>
  </itemMeta>
  <contentMeta><headline>Ferry to Lindmouth runs again</headline></contentMeta>
  <contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>${TEXT}</p></body></html></inlineXML></contentSet>
</newsItem>`;

export const EXAMPLE_NEWS_MESSAGE = `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>${EXAMPLE_NEWS_ITEM}</itemSet></newsMessage>`;

export const EXAMPLE_NITF = `<nitf>
  <head><docdata><doc-id id-string="ferry-11"/><date.issue norm="20261125T080000Z"/><du-key key="ferry"/></docdata></head>
  <body>
    <body.head><hedline><hl1>Ferry to Lindmouth runs again</hl1></hedline></body.head>
    <body.content><p>${TEXT}</p></body.content>
  </body>
</nitf>`;

export const EXAMPLE_RSS = `<rss version="2.0"><channel><title>Demo Courier</title><item>
  <guid isPermaLink="false">ferry-12</guid>
  <title>Ferry to Lindmouth runs again</title>
  <pubDate>Wed, 25 Nov 2026 08:00:00 GMT</pubDate>
  <description>${TEXT}</description>
</item></channel></rss>`;

export const EXAMPLE_ATOM = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Demo Courier</title><entry>
  <id>urn:demo:ferry-13</id>
  <title>Ferry to Lindmouth runs again</title>
  <updated>${TIME}</updated>
  <content>${TEXT}</content>
</entry></feed>`;

export const EXAMPLE_TEXT = TEXT;
