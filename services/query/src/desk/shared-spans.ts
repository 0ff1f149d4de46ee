import { findSharedPassages, type TextSpan } from '@writethru/fingerprint';
import { readWireCopy, type CopyInput } from '@writethru/wire';

import { maskStripped } from '../likeness/mask-stripped.ts';

/** A text as it is read, and where in it the other's passages stand. */
export function findSharedSpans(
  one: CopyInput,
  other: CopyInput | null,
): { text: string; spans: TextSpan[] } {
  const copy = readWireCopy(one);
  if (other === null) return { text: copy.plainText, spans: [] };
  const passages = findSharedPassages(maskStripped(copy), maskStripped(readWireCopy(other)));
  return { text: copy.plainText, spans: passages.map(({ a }) => a) };
}
