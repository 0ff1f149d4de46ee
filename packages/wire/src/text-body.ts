import { Parser } from 'htmlparser2';

/** Elements whose end is the end of a line. */
const BLOCKS = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul hedline hl1 hl2 block'.split(
    ' ',
  ),
);
/** Elements whose content nobody reads. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'head', 'svg', 'iframe', 'object']);
const LOOKS_LIKE_MARKUP = /<\/?[a-z][a-z0-9]{0,20}(?:\s[^<>]{0,2000})?\/?>|<!\[CDATA\[|<!--/i;
const LOOKS_LIKE_ENTITY = /&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});/i;

/**
 * The readable text of a body: markup gone, its blocks as lines, entities decoded. A body without markup or entities
 * comes back as it is, however many "<" it holds. Never throws; linear in the text.
 */
export function toPlainText(body: string): string {
  const isMarkup = LOOKS_LIKE_MARKUP.test(body);
  if (!isMarkup && !LOOKS_LIKE_ENTITY.test(body)) return body;
  const pieces: string[] = [];
  let silentDepth = 0;
  const parser = new Parser(
    {
      onopentagname(name) {
        if (SILENT.has(name)) silentDepth++;
        if (BLOCKS.has(name)) pieces.push('\n');
      },
      onclosetag(name) {
        if (SILENT.has(name) && silentDepth > 0) silentDepth--;
        if (BLOCKS.has(name)) pieces.push('\n');
      },
      ontext(data) {
        if (silentDepth === 0) pieces.push(data);
      },
    },
    { decodeEntities: true, lowerCaseTags: true, recognizeCDATA: true },
  );
  // Without markup only the entities are to be read: a lone "<" must stay a "<".
  parser.end(isMarkup ? body : body.replaceAll('<', '&lt;'));
  return pieces
    .join('')
    .replace(/[ \t]*\n[ \t\n]*/g, '\n')
    .trim();
}
