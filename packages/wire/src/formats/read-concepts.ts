import { dropEmpty } from './read-nitf-content.ts';
import { childrenOf, findChild, readAttribute, readText, type XmlElement } from './xml/xml-element.ts';

/** A person, place, organisation, subject or source, in the names of ninjs. */
export type Concept = Record<string, unknown>;

/** The code of a QCode (`stat:usable`): what follows its prefix, which every document may choose. */
export function codeOf(qcode: string | undefined): string | undefined {
  return qcode?.slice(qcode.indexOf(':') + 1);
}

/** The names that a NewsML-G2 item gives to codes once, in its `assert` elements. */
export function readAssertedNames(item: XmlElement): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const assert of childrenOf(item, 'assert')) {
    const key =
      readAttribute(assert, 'qcode') ?? readAttribute(assert, 'uri') ?? readAttribute(assert, 'literal');
    const name = readText(findChild(assert, 'name'));
    if (key !== undefined && name !== undefined) names.set(key, name);
  }
  return names;
}

/**
 * Reads an element that points to a concept: its name, from inside or as asserted, its `uri` or code, and its `rel`.
 * A code has no address without the provider's catalogue, so it is a `literal`.
 */
export function readConcept(element: XmlElement, asserted: ReadonlyMap<string, string>): Concept {
  const uri = readAttribute(element, 'uri');
  const literal = readAttribute(element, 'qcode') ?? readAttribute(element, 'literal');
  const own = readText(findChild(element, 'name'));
  const plain = childrenOf(element).length === 0 ? readText(element) : undefined;
  return dropEmpty({
    name: own ?? plain ?? asserted.get(literal ?? uri ?? ''),
    rel: codeOf(readAttribute(element, 'rel')),
    uri,
    literal,
  });
}

/** What to call a concept where only one word can be said. */
export function nameConcept(concept: Concept | undefined): string | undefined {
  const { name, literal, uri } = concept ?? {};
  const named = [name, typeof literal === 'string' ? codeOf(literal) : undefined, uri];
  return named.find((text): text is string => typeof text === 'string');
}

const KINDS: Readonly<Record<string, 'people' | 'places' | 'organisations' | 'events' | 'objects'>> = {
  person: 'people',
  geoarea: 'places',
  poi: 'places',
  organisation: 'organisations',
  event: 'events',
  object: 'objects',
};

/** The subjects of a NewsML-G2 item, sorted by their `type` into the lists of ninjs. */
export function readSubjectLists(
  elements: readonly XmlElement[],
  asserted: ReadonlyMap<string, string>,
): Readonly<Record<'subjects' | 'people' | 'places' | 'organisations' | 'events' | 'objects', Concept[]>> {
  const lists = {
    subjects: [],
    people: [],
    places: [],
    organisations: [],
    events: [],
    objects: [],
  } as Record<'subjects' | 'people' | 'places' | 'organisations' | 'events' | 'objects', Concept[]>;
  for (const element of elements) {
    const type = codeOf(element.attributes.get('type'))?.toLowerCase() ?? '';
    const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
    const concept = readConcept(element, asserted);
    if (kind !== undefined) readAttribute(element, 'type');
    const weights =
      kind === undefined
        ? { relevance: readShare(element, 'relevance'), confidence: readShare(element, 'confidence') }
        : {};
    lists[kind ?? 'subjects'].push(dropEmpty({ ...concept, ...weights }));
  }
  return lists;
}

function readShare(element: XmlElement, name: string): number | undefined {
  const share = Number(element.attributes.get(name) ?? NaN);
  if (!Number.isInteger(share) || share < 0 || share > 100) return undefined;
  readAttribute(element, name);
  return share;
}
