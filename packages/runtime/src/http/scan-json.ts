import { AppError } from '@writethru/domain';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MAX_DEPTH = 32;

interface Level {
  /** Keys seen; null in an array. */
  keys: Set<string> | null;
  isKeyNext: boolean;
}

/**
 * Refuses what JSON.parse would let pass: nesting past 32 levels (which later ends in a stack overflow), and a key
 * that stands twice in one object (of which the last would win without a word). One pass, linear, no recursion.
 * Says nothing of other faults: those are JSON.parse's. Throws AppError `malformed`.
 */
export function scanJson(text: string): void {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const level = levels.at(-1);
    if (unit === QUOTE) {
      const end = endOfString(text, at);
      if (level?.keys && level.isKeyNext) {
        const key = readKey(text.slice(at, end + 1));
        if (level.keys.has(key))
          throw new AppError('malformed', `The key ${JSON.stringify(key.slice(0, 80))} stands twice.`);
        level.keys.add(key);
        level.isKeyNext = false;
      }
      at = end;
    } else if (unit === 0x7b || unit === 0x5b) {
      if (levels.length === MAX_DEPTH)
        throw new AppError('malformed', `Nested deeper than ${MAX_DEPTH} levels.`);
      levels.push(unit === 0x7b ? { keys: new Set(), isKeyNext: true } : { keys: null, isKeyNext: false });
    } else if (unit === 0x7d || unit === 0x5d) levels.pop();
    else if (unit === 0x2c && level?.keys) level.isKeyNext = true;
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH) at++;
    else if (unit === QUOTE) return at;
  }
  return text.length;
}

/** Two spellings of one key are one key: "a" and "\u0061". */
function readKey(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
