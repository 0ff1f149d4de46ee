export const RSS = `<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:x="http://x.example/">
<channel><title>Lindmouth Courier</title><link>https://courier.example/</link><language>en-gb</language>
<lastBuildDate>Mon, 09 Feb 2026 12:00:00 GMT</lastBuildDate>
<atom:link href="https://courier.example/feed" rel="self"/>
<item>
  <guid>https://courier.example/bridge</guid>
  <title>Bridge &amp;amp; port shut</title>
  <d:creator>Ann Other</d:creator>
  <pubDate>Mon, 09 Feb 2026 10:00:00 +0100</pubDate>
  <category domain="https://courier.example/tags">Port</category>
  <description>Short.</description>
  <content:encoded><![CDATA[<p>The bridge <b>stays</b> shut.</p>]]></content:encoded>
  <enclosure url="https://courier.example/a.mp3" type="audio/mpeg" length="123"/>
  <media:group><media:content url="https://courier.example/b.jpg" medium="image" width="10" height="20">
    <media:description>At dusk</media:description><media:credit role="photographer">B. Photo</media:credit></media:content></media:group>
  <x:paywall>yes</x:paywall>
</item>
<item>
  <guid isPermaLink="false">42</guid>
  <link>https://courier.example/ferry</link>
  <title>Ferry runs</title>
  <pubDate>Mon, 09 Feb 2026 10:00:00</pubDate>
  <description>&lt;p&gt;It runs &amp;amp; runs.&lt;/p&gt;</description>
</item>
<item><title>No id</title></item>
</channel></rss>`;

export const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="en">
  <title>Lindmouth Herald</title><updated>2026-02-09T12:00:00Z</updated><author><name>Herald desk</name></author>
  <entry>
    <id>tag:herald.example,2026:bridge</id>
    <title type="html">Bridge &amp;lt;b&amp;gt;shut&amp;lt;/b&amp;gt;</title>
    <published>2026-02-08T10:00:00Z</published><updated>2026-02-09T10:00:00Z</updated>
    <link rel="alternate" href="https://herald.example/bridge"/>
    <link rel="enclosure" type="image/jpeg" href="https://herald.example/b.jpg"/>
    <category term="port" scheme="https://herald.example/t" label="Port"/>
    <summary>Short &lt; long</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The bridge stays <em>shut</em>.</p></div></content>
    <rights>(c) Herald</rights>
  </entry>
  <at:deleted-entry ref="tag:herald.example,2026:wrong" when="2026-02-09T11:00:00Z"><at:comment>Untrue</at:comment></at:deleted-entry>
</feed>`;

export const JSON_FEED = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Lindmouth Blog',
  language: 'en',
  authors: [{ name: 'Ann Other' }],
  items: [
    {
      id: 7,
      url: 'https://blog.example/7',
      external_url: 'https://else.example/7',
      title: 'Bridge shut',
      content_html: '<p>The bridge stays shut.</p>',
      content_text: 'The bridge stays shut.',
      summary: 'Shut.',
      date_published: '2026-02-09T10:00:00+01:00',
      date_modified: '2026-02-09T11:00:00+01:00',
      tags: ['port'],
      image: 'https://blog.example/7.jpg',
      attachments: [{ url: 'https://blog.example/7.mp3', mime_type: 'audio/mpeg', duration_in_seconds: 60 }],
      _blog: { mood: 'grey' },
    },
    { title: 'no id', content_text: 'x' },
  ],
};
