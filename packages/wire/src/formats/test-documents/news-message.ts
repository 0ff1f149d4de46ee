/** A message in the manner of a big agency: serial numbers as versions, XHTML, and a kill without a body. */
export const NEWS_MESSAGE = `
<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">
  <header><sent>2026-02-09T10:00:00Z</sent><transmitId>tag:wire.example,2026:1</transmitId></header>
  <itemSet>
    <packageItem guid="tag:wire.example,2026:package"><itemRef residref="a"/></packageItem>
    <newsItem guid="tag:wire.example,2026:L1N1" version="978556838" xml:lang="en">
      <catalogRef href="http://wire.example/catalog.xml"/>
      <hopHistory><hop seq="1" timestamp="2026-02-09T09:58:00Z"/></hopHistory>
      <rightsInfo><copyrightHolder literal="wire"/><copyrightNotice>(c) Wire 2026</copyrightNotice></rightsInfo>
      <itemMeta>
        <itemClass qcode="icls:text" rtr:msgType="S" xmlns:rtr="http://wire.example/ns"/>
        <provider literal="wire.example"/>
        <versionCreated>2026-02-09T09:57:00.000Z</versionCreated>
        <firstCreated>2026-02-09T08:00:00.000Z</firstCreated>
        <pubStatus qcode="stat:usable"/>
        <role qcode="itemRole:N"/>
        <fileName>2026-02-09_L1N1.XML</fileName>
        <signal qcode="sig:correction"/>
        <signal qcode="edStat:C"/>
        <edNote>Corrects depth in third paragraph</edNote>
      </itemMeta>
      <contentMeta>
        <urgency>3</urgency>
        <contentCreated>2026-02-09T08:00:00</contentCreated>
        <located qcode="city:LINDMOUTH"><name>Lindmouth</name></located>
        <creator qcode="NS:WIRE" role="cRole:storyProvider"><name>Wire</name></creator>
        <infoSource qcode="NS:COURIER" role="cRole:origProv"><name>The Courier</name></infoSource>
        <altId type="idType:USN">L1N1</altId>
        <language tag="en"/>
        <subject qcode="medtop:20000523"><name>labour market</name></subject>
        <subject type="cpnat:person" qcode="P:1"/>
        <subject type="cpnat:geoArea" qcode="G:7"><name>Lindmouth Bay</name></subject>
        <slugline separator="-">HARBOUR-BRIDGE/ (CORRECTED)</slugline>
        <headline>CORRECTED-Harbour bridge to stay shut</headline>
        <by>By Ann Other</by>
        <dateline>LINDMOUTH, Feb 9 (Wire) -</dateline>
        <description role="drol:summary">The bridge &amp; its port.</description>
        <keyword>bridge</keyword>
      </contentMeta>
      <assert qcode="P:1"><name>Ann Mayor</name></assert>
      <contentSet>
        <inlineXML contenttype="application/xhtml+xml" wordcount="12">
          <html xmlns="http://www.w3.org/1999/xhtml"><head><title>shut</title></head><body>
            <p>The bridge at Lindmouth&nbsp;stays shut, said the port &amp; the city.</p>
            <p>It is 3 &lt; 4 metres deep.<br/>So far.</p>
          </body></html>
        </inlineXML>
      </contentSet>
    </newsItem>
    <newsItem guid="tag:wire.example,2026:L1N1" version="978556839">
      <itemMeta>
        <itemClass qcode="ninat:text"/>
        <versionCreated>2026-02-09T11:00:00.000Z</versionCreated>
        <pubStatus qcode="stat:canceled"/>
      </itemMeta>
      <contentMeta><headline>CORRECTED-Harbour bridge to stay shut</headline></contentMeta>
      <contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p/></body></html></inlineXML></contentSet>
    </newsItem>
    <newsItem guid="tag:wire.example,2026:photo" version="1">
      <itemMeta><itemClass qcode="ninat:picture"/></itemMeta>
    </newsItem>
  </itemSet>
</newsMessage>`;
