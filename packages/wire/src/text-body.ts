import { Tokenizer } from 'htmlparser2';

/** Elements whose end is the end of a line. */
const BLOCKS = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul hedline hl1 hl2 block'.split(
    ' ',
  ),
);
/** Elements whose content nobody reads. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'head', 'svg', 'iframe', 'object']);
/** Elements that never have content, so never an end. */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const LOOKS_LIKE_MARKUP = /<\/?[a-z][a-z0-9]{0,20}(?:\s[^<>]{0,2000})?\/?>|<!\[CDATA\[|<!--/i;
const LOOKS_LIKE_ENTITY = /&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});/i;

/**
 * The readable text of a body: markup gone, its blocks as lines, entities decoded. A body without markup or entities
 * comes back as it is, however many "<" it holds. Never throws; linear in the text.
 */
export function toPlainText(body: string): string {
  const isMarkup = LOOKS_LIKE_MARKUP.test(body);
  if (!isMarkup && !LOOKS_LIKE_ENTITY.test(body)) return body;
  // Without markup only the entities are to be read: a lone "<" must stay a "<".
  return readPieces(isMarkup ? body : body.replaceAll('<', '&lt;'))
    .join('')
    .replace(/[ \t]*\n[ \t\n]*/g, '\n')
    .trim();
}

/** The library's parser keeps open elements in a list that it shifts: quadratic where nothing is closed. */
function readPieces(markup: string): string[] {
  const pieces: string[] = [];
  const open = makeOpenElements();
  const ignore = (): void => {};
  const nameAt = (start: number, end: number): string => markup.slice(start, end).toLowerCase();
  const breakLine = (name: string): void => {
    if (BLOCKS.has(name)) pieces.push('\n');
  };
  const addText = (text: string): void => {
    if (!open.isSilent()) pieces.push(text);
  };
  let last = '';
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(start, end) {
        last = nameAt(start, end);
        if (last === 'body') open.close('head', breakLine);
        breakLine(last);
        if (!VOID.has(last)) open.open(last);
      },
      onclosetag(start, end) {
        const name = nameAt(start, end);
        const isClosed = open.close(name, breakLine);
        // HTML takes an end of these two that has no beginning as an empty one.
        if (!isClosed && (name === 'p' || name === 'br')) breakLine(name);
      },
      onselfclosingtag() {
        // What has no end in XHTML; of a script the tokenizer waits for the end in any case.
        if (SILENT.has(last) && last !== 'script' && last !== 'style') open.close(last, breakLine);
      },
      ontext: (start, end) => addText(markup.slice(start, end)),
      ontextentity: (codePoint) => addText(String.fromCodePoint(codePoint)),
      oncdata: (start, end, offset) => addText(markup.slice(start, end - offset)),
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
    },
  );
  tokenizer.write(markup);
  tokenizer.end();
  return pieces;
}

/** The elements that are open, the last one last. */
function makeOpenElements() {
  const names: string[] = [];
  const counts = new Map<string, number>();
  let silentCount = 0;
  const add = (name: string, step: 1 | -1): void => {
    counts.set(name, (counts.get(name) ?? 0) + step);
    if (SILENT.has(name)) silentCount += step;
  };
  return {
    isSilent: () => silentCount > 0,
    open(name: string): void {
      names.push(name);
      add(name, 1);
    },
    /** Closes the last of this name and all that were opened in it; answers whether there is one. */
    close(name: string, onClosed: (name: string) => void): boolean {
      if ((counts.get(name) ?? 0) === 0) return false;
      for (;;) {
        const closed = names.pop()!;
        add(closed, -1);
        onClosed(closed);
        if (closed === name) return true;
      }
    },
  };
}
