/** Names of ninjs 1 and 2 that are not the lower case of one in ninjs 3. */
const RENAMED: Readonly<Record<string, string>> = {
  byline: 'by',
  embargoed: 'embargoedUntil',
  person: 'people',
  organisation: 'organisations',
  place: 'places',
  subject: 'subjects',
  event: 'events',
  object: 'objects',
  infosource: 'infoSources',
  trustindicator: 'trustIndicators',
  genre: 'genres',
  $standard: 'standard',
  mimetype: 'contentType',
};
const CAMEL_CASE = (
  'representationType firstCreated versionCreated contentCreated embargoedUntil pubStatus copyrightHolder ' +
  'copyrightNotice usageTerms edNote infoSources altIds trustIndicators rightsInfo digitalSourceType eventDetails ' +
  'plannedCoverage contentType charCount wordCount sizeInBytes aspectRatio videoCodec frameRate transportProtocol ' +
  'scanType contactInfo geoJSON langId linkedRights encodedRights symbolType'
).split(' ');
const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map([
  ...CAMEL_CASE.map((name): [string, string] => [name.toLowerCase(), name]),
  ...Object.entries(RENAMED),
]);
/** What ninjs 1 wrote as `body_xhtml`, `headline_main`, `description_text`. */
const SUFFIXED = /^(body|headline|description)(?:_([A-Za-z0-9_]+))?$/;
const PLURALS: Readonly<Record<string, string>> = {
  body: 'bodies',
  headline: 'headlines',
  description: 'descriptions',
};
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  xhtml: 'application/xhtml+xml',
  html: 'text/html',
  text: 'text/plain',
  nitf: 'application/nitf+xml',
};
/** Written as an object of named ones up to ninjs 2.0, as a list since. */
const KEYED = new Set(['renditions', 'associations']);

/**
 * An item of ninjs 1, 2 or 3 with the names and lists of ninjs 3, its associations too. Names of no version stay as
 * they are. Pure; an item of ninjs 3 comes back equal.
 */
export function upgradeNinjs(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const upgraded = new Map<string, unknown>();
  for (const [key, value] of Object.entries(item)) {
    const suffixed = typeof value === 'string' ? SUFFIXED.exec(key) : null;
    if (suffixed !== null) {
      const plural = PLURALS[suffixed[1] ?? ''] ?? key;
      const list = upgraded.get(plural);
      upgraded.set(plural, [
        ...(Array.isArray(list) ? (list as unknown[]) : []),
        nameText(suffixed[2], value),
      ]);
      continue;
    }
    const name = BY_LOWER_CASE.get(key) ?? key;
    const upgradedValue = upgradeValue(name, value);
    const held = upgraded.get(name);
    const isBoth = Array.isArray(held) && Array.isArray(upgradedValue);
    upgraded.set(name, isBoth ? [...(held as unknown[]), ...(upgradedValue as unknown[])] : upgradedValue);
  }
  return Object.fromEntries(upgraded);
}

function nameText(role: string | undefined, value: unknown): Record<string, unknown> {
  const contentType =
    role !== undefined && Object.hasOwn(CONTENT_TYPES, role) ? CONTENT_TYPES[role] : undefined;
  return { role: role ?? 'main', ...(contentType === undefined ? {} : { contentType }), value };
}

function upgradeValue(name: string, value: unknown): unknown {
  if (KEYED.has(name) && isRecord(value)) {
    const named = Object.entries(value).map(([key, each]) =>
      isRecord(each) ? { name: key, ...each } : each,
    );
    return upgradeValue(name, named);
  }
  if (Array.isArray(value)) return value.map((each: unknown) => upgradeListed(name, each));
  return isRecord(value) && name !== 'geoJSON' ? upgradeNames(value) : value;
}

function upgradeListed(list: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  if (list === 'associations') return upgradeNinjs(value);
  return upgradeNames(joinCode(value));
}

/** ninjs 1 names a concept by scheme and code. */
function joinCode(value: Record<string, unknown>): Record<string, unknown> {
  const { code, scheme, ...rest } = value;
  if (typeof code !== 'string') return value;
  const isAddress = typeof scheme === 'string' && /^https?:\/\/\S+$/.test(scheme);
  const address = isAddress ? { uri: `${scheme.replace(/[/#]$/, '')}/${code}` } : {};
  const literal = typeof scheme === 'string' && !isAddress ? `${scheme}:${code}` : code;
  return { literal, ...address, ...rest };
}

function upgradeNames(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const name = BY_LOWER_CASE.get(key);
      // Inside a list "place" or "subject" would be a provider's own word.
      const isPlain = name !== undefined && !Object.hasOwn(RENAMED, key);
      return [isPlain || key === 'mimetype' ? (name ?? key) : key, upgradeValue(isPlain ? name : key, each)];
    }),
  );
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
