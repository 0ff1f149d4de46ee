import { AppError } from '@writethru/domain';

import { LONGEST_ITEM_BYTES, type Piece } from './split-lines.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BOM = new Set([0xef, 0xbb, 0xbf]);

/**
 * The items of a JSON text as they arrive: the elements of its array, or the one object that it is. It only finds
 * where each begins and ends, so a file of any size takes the memory of its longest item; whether an item is JSON is
 * for its reader to say. Throws AppError when the text ends inside an item or its array.
 */
export async function* splitValues(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const scanner = new ValueScanner();
  for await (const chunk of chunks) yield* scanner.scan(chunk);
  scanner.finish();
}

class ValueScanner {
  private position = 1;
  private parts: Uint8Array[] = [];
  private size = 0;
  private depth = 0;
  private isInArray = false;
  private hasBegun = false;
  private isInString = false;
  private isEscaped = false;
  private isInItem = false;

  *scan(chunk: Uint8Array): Generator<Piece> {
    let start = this.isInItem ? 0 : -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (!this.isInItem) {
        if (!this.beginsItem(byte)) continue;
        this.isInItem = true;
        start = at;
      } else if (this.depth === 0 && !this.isInString && isBetween(byte)) {
        // A bare word or number: no article, but its end has to be found.
        yield this.take(chunk.subarray(start, at));
        if (byte === CLOSE_BRACKET) this.isInArray = false;
        continue;
      }
      if (this.step(byte)) yield this.take(chunk.subarray(start, at + 1));
    }
    if (this.isInItem) this.keep(chunk.subarray(start));
  }

  finish(): void {
    if (!this.isInItem && !this.isInArray) return;
    throw new AppError('invalid_input', `The file ends in the middle, at item ${this.position}.`);
  }

  private beginsItem(byte: number): boolean {
    if (byte === OPEN_BRACKET && !this.hasBegun) {
      this.hasBegun = true;
      this.isInArray = true;
      return false;
    }
    if (byte === CLOSE_BRACKET && this.isInArray) {
      this.isInArray = false;
      return false;
    }
    if (isBetween(byte) || (!this.hasBegun && BOM.has(byte))) return false;
    this.hasBegun = true;
    return true;
  }

  /** Takes one byte of an item; true when it is the item's last. */
  private step(byte: number): boolean {
    if (this.isInString) {
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === QUOTE) this.isInString = false;
      return false;
    }
    if (byte === QUOTE) this.isInString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      this.depth -= 1;
      return this.depth <= 0;
    }
    return false;
  }

  private keep(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.size += bytes.length;
    if (this.size <= LONGEST_ITEM_BYTES) return;
    throw new AppError('too_large', `Item ${this.position} is too long to be an article.`);
  }

  private take(last: Uint8Array): Piece {
    const piece = { position: this.position, bytes: Buffer.concat([...this.parts, last]) };
    this.position += 1;
    this.parts = [];
    this.size = 0;
    this.depth = 0;
    this.isInItem = false;
    return piece;
  }
}

function isBetween(byte: number): boolean {
  return byte <= 0x20 || byte === COMMA || byte === CLOSE_BRACKET;
}
