import { decodeEntities, hasBlocks, hasEntity, hasMarkup, readMarkup } from './markup/read-markup.ts';
import { repairMojibake } from './repair-mojibake.ts';

/** Feeds encode twice, seldom thrice. */
const MAX_ROUNDS = 3;

/**
 * The readable text of a body: markup gone, its blocks as lines, entities decoded, UTF-8 that was read as windows-1252
 * repaired. Markup that was itself encoded (`&lt;p&gt;`) is read where it has
 * blocks and the body has no other: a text may be about a tag. A body with none of this
 * comes back as it is, however many "<" it holds. Never throws; linear in the text.
 */
export function toPlainText(body: string): string {
  let text = body;
  let wasMarkup = false;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const isMarkup = round === 0 ? hasMarkup(text) : !wasMarkup && hasBlocks(text);
    if (isMarkup) {
      text = readMarkup(text);
      wasMarkup = true;
    } else if (hasEntity(text)) text = decodeEntities(text);
    else break;
  }
  return repairMojibake(text);
}
