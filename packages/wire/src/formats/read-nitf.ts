import type { Submission } from '@writethru/domain';

import { createDraft, type Draft } from './draft.ts';
import { dropEmpty, readNitfContent } from './read-nitf-content.ts';
import type { ReadOptions } from './read-options.ts';
import { readTime } from './read-time.ts';
import { listUnread } from './xml/list-unread.ts';
import { childrenOf, findChild, readAttribute, readText, type XmlElement } from './xml/xml-element.ts';

const DOCDATA = '/nitf/head/docdata';
const PLACES = {
  guid: `${DOCDATA}/doc-id/@id-string`,
  body: '/nitf/body/body.content',
  pubStatus: `${DOCDATA}/@management-status`,
};

/** Reads one NITF document (3.x). Throws AppError `invalid_input` that names elements and attributes. */
export function readNitf(nitf: XmlElement, options: ReadOptions): Submission {
  const draft = createDraft('nitf', options, PLACES);
  const head = findChild(nitf, 'head');
  const docdata = findChild(head, 'docdata');
  const docId = findChild(docdata, 'doc-id');
  draft.set('guid', readAttribute(docId, 'id-string'), PLACES.guid);
  const registrar = readAttribute(docId, 'regsrc');
  draft.set('provider', registrar, `${DOCDATA}/doc-id/@regsrc`);
  if (registrar !== undefined) draft.keep('provider', { literal: registrar });
  readKey(docdata, draft);
  readTimes(docdata, draft);
  draft.setLoose(
    'urgency',
    readAttribute(findChild(docdata, 'urgency'), 'ed-urg'),
    `${DOCDATA}/urgency/@ed-urg`,
  );
  readNotes(docdata, draft);
  draft.keep('title', readText(findChild(head, 'title')));
  draft.setLoose('language', readAttribute(nitf, 'xml:lang'), '/nitf/@xml:lang');
  readSubjects(head, docdata, draft);
  const copyright = findChild(docdata, 'doc.copyright');
  draft.keep('copyrightHolder', readAttribute(copyright, 'holder'));
  draft.keep('copyrightYear', readAttribute(copyright, 'year'));
  const fixture = readAttribute(findChild(docdata, 'fixture'), 'fix-id');
  draft.set('slugline', readSlug(head) ?? fixture, `${DOCDATA}/fixture/@fix-id`);
  readNitfContent(findChild(nitf, 'body'), draft);
  for (const name of ['version', 'change.date', 'change.time']) readAttribute(nitf, name);
  draft.keep('unmapped', listUnread(nitf));
  return draft.finish();
}

/** The key that groups the versions of a story for a while, and counts them. */
function readKey(docdata: XmlElement | undefined, draft: Draft): void {
  const duKey = findChild(docdata, 'du-key');
  draft.set('storyKey', readAttribute(duKey, 'key'), `${DOCDATA}/du-key/@key`);
  const version = readAttribute(duKey, 'version');
  const generation = readAttribute(duKey, 'generation');
  draft.setVersion(
    version ?? generation,
    `${DOCDATA}/du-key/@${version === undefined ? 'generation' : 'version'}`,
  );
  if (version !== undefined) draft.keep('generation', generation);
}

function readTimes(docdata: XmlElement | undefined, draft: Draft): void {
  const normOf = (name: string): string | undefined => readAttribute(findChild(docdata, name), 'norm');
  const issue = normOf('date.issue');
  draft.setTime('publishedAt', issue, `${DOCDATA}/date.issue/@norm`);
  draft.setTime('expires', normOf('date.expire'), `${DOCDATA}/date.expire/@norm`);
  const release = normOf('date.release');
  const status = readAttribute(docdata, 'management-status')?.toLowerCase();
  const isEmbargo = isLaterRelease(release, issue, status, draft.timeZone());
  if (isEmbargo) draft.setTime('embargoedUntil', release, `${DOCDATA}/date.release/@norm`);
  else draft.keepTime('released', release);
  // An embargo without a time holds until the next version.
  const isHeld = status === 'embargoed' && release === undefined;
  draft.set(
    'pubStatus',
    status === 'embargoed' ? (isHeld ? 'withheld' : 'usable') : status,
    PLACES.pubStatus,
  );
  draft.keep('managementDocIdRef', readAttribute(docdata, 'management-doc-idref'));
  draft.keep('managementIdRefStatus', readAttribute(docdata, 'management-idref-status'));
}

/** Many feeds write the time of issue as release too: that is no embargo. One that can't be read is for the schema. */
function isLaterRelease(
  release: string | undefined,
  issue: string | undefined,
  status: string | undefined,
  zone: string,
): boolean {
  if (release === undefined) return false;
  if (status === 'embargoed' || issue === undefined) return true;
  const [from, to] = [readTime(issue, zone), readTime(release, zone)];
  return from === null || to === null || to.iso > from.iso;
}

function readNotes(docdata: XmlElement | undefined, draft: Draft): void {
  const messages = childrenOf(docdata, 'ed-msg');
  const notes = messages
    .map((message) => readAttribute(message, 'info'))
    .filter((note) => note !== undefined);
  draft.set('edNote', notes.join('\n'), `${DOCDATA}/ed-msg/@info`);
  const correction = findChild(docdata, 'correction');
  if (correction === undefined) return;
  draft.setList('signals', ['correction'], correction.path);
  draft.keep(
    'correction',
    dropEmpty({
      info: readAttribute(correction, 'info'),
      guid: readAttribute(correction, 'id-string'),
      provider: readAttribute(correction, 'regsrc'),
    }),
  );
}

function readSlug(head: XmlElement | undefined): string | undefined {
  const meta = childrenOf(head, 'meta').find((each) =>
    /^(?:slug|slugline|anpa-keyword)$/i.test(each.attributes.get('name') ?? ''),
  );
  readAttribute(meta, 'name');
  return readAttribute(meta, 'content');
}

function readSubjects(head: XmlElement | undefined, docdata: XmlElement | undefined, draft: Draft): void {
  const codes = childrenOf(findChild(head, 'tobject'), 'tobject.subject').map((subject) => {
    const type = readAttribute(subject, 'tobject.subject.type');
    const matter = readAttribute(subject, 'tobject.subject.matter');
    const detail = readAttribute(subject, 'tobject.subject.detail');
    const code =
      readAttribute(subject, 'tobject.subject.refnum') ?? readAttribute(subject, 'tobject.subject.code');
    return dropEmpty({ name: detail ?? matter ?? type, literal: code });
  });
  const keywords = childrenOf(findChild(docdata, 'key-list'), 'keyword').map((keyword) =>
    dropEmpty({ name: readAttribute(keyword, 'key'), rel: 'keyword' }),
  );
  const isNamed = (subject: Record<string, unknown>): boolean =>
    subject['name'] !== undefined || subject['literal'] !== undefined;
  draft.setList('subjects', [...codes, ...keywords].filter(isNamed), '/nitf/head/tobject');
}
