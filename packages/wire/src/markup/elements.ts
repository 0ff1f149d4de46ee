/** Elements that begin and end a line: HTML's, and those of NITF bodies. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body br center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 ' +
    'h3 h4 h5 h6 header hr html li main menu nav ol option p pre section summary table tbody td tfoot th thead title tr ul ' +
    'hedline hl1 hl2 block body.content body.head body.end byline bytag dateline distributor media media-caption nitf note tagline'
  ).split(' '),
);

const INLINE = new Set(
  (
    'a abbr acronym audio b base bdi bdo big blink button canvas caption cite code col colgroup data datalist del dfn em ' +
    'embed font frame frameset i img input ins kbd label legend link map mark marquee meta meter nobr optgroup output ' +
    'param picture progress q rp rt ruby s samp select slot small source span strike strong sub sup textarea time track ' +
    'tt u var video wbr chron classifier copyrite event function lang location money num object.title org person pronounce ' +
    'virtloc postaddr sublocation city state region country story.date alt-code'
  ).split(' '),
);

/** Elements whose content nobody reads. */
const SILENT = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'head',
  'svg',
  'iframe',
  'object',
  'math',
]);

/** Elements that never have content, so never an end. */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** What stands alone and is hardly ever a ticker: in capitals, too, it is an element. */
const ALONE = new Set(['br', 'hr', 'img', 'li', 'td', 'tr', 'th', 'div', 'span', 'font', 'table']);

/** What the element does to the text; null for a name that is no element of ours. */
export function classifyElement(name: string): 'block' | 'inline' | 'silent' | null {
  const lower = name.toLowerCase();
  if (SILENT.has(lower)) return 'silent';
  if (BLOCKS.has(lower)) return 'block';
  return INLINE.has(lower) || lower.includes('-') || lower.includes(':') ? 'inline' : null;
}

/** Whether the element, in lower case, has no end. */
export function isVoidElement(name: string): boolean {
  return VOID.has(name);
}

/**
 * Whether an opening tag is one, and not a company in the old wires' manner: `Sears <S>`, `<Overseas Placement Corp>`.
 * `hasValues` tells that it has attributes with values.
 */
export function isOpeningTag(name: string, hasValues: boolean): boolean {
  const kind = classifyElement(name);
  if (kind === null) return hasValues || name === name.toLowerCase();
  return hasValues || kind === 'silent' || name === name.toLowerCase() || ALONE.has(name.toLowerCase());
}
