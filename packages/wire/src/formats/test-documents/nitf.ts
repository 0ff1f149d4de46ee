/** An NITF document with what the format has for a wire: key, embargo, correction, notes, media. */
export const NITF = `<?xml version="1.0"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf version="-//IPTC//DTD NITF 3.6//EN" xml:lang="en-GB">
  <head>
    <title>Bridge</title>
    <meta name="slugline" content="HARBOUR-BRIDGE"/>
    <meta name="wordcount" content="20"/>
    <tobject tobject.type="news"><tobject.subject tobject.subject.refnum="04000000" tobject.subject.type="Economy"/></tobject>
    <docdata management-status="embargoed" management-doc-idref="urn:old" management-idref-status="canceled">
      <correction info="Depth of the water" id-string="nitf-0" regsrc="demo"/>
      <urgency ed-urg="4"/>
      <doc-id regsrc="demo-agency" id-string="nitf-1"/>
      <date.issue norm="20260209T100000+0100"/>
      <date.release norm="20260209T140000"/>
      <date.expire norm="20260309T000000Z"/>
      <ed-msg info="Eds: adds quotes."/>
      <ed-msg info="Photos to come."/>
      <du-key generation="2" part="1" version="7" key="bridge-2026"/>
      <doc.copyright year="2026" holder="Demo Agency"/>
      <key-list><keyword key="bridge"/></key-list>
    </docdata>
    <pubdata type="web" name="Demo"/>
  </head>
  <body>
    <body.head>
      <hedline><hl1>Harbour bridge to stay shut</hl1><hl2>Port hopes for <em>March</em></hl2></hedline>
      <note><body.content><p>Not for web.</p></body.content></note>
      <byline>By <person>Ann Other</person> <byttl>Correspondent</byttl></byline>
      <distributor>Demo Agency</distributor>
      <dateline><location>Lindmouth</location>, <story.date norm="20260209">Feb 9</story.date></dateline>
      <abstract><p>Bridge shut.</p></abstract>
    </body.head>
    <body.content>
      <p>The bridge stays shut, said the caf&eacute; &amp; the port.</p>
      <media media-type="image">
        <media-reference mime-type="image/jpeg" source="https://demo.example/bridge.jpg"/>
        <media-caption>The bridge at dusk</media-caption><media-producer>B. Photo</media-producer>
      </media>
      <hl2>What next</hl2><p>Work goes on.</p>
    </body.content>
    <body.end><tagline>Ann Other writes on ports.</tagline></body.end>
  </body>
</nitf>`;
