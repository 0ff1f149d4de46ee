/** The characters that windows-1252 has for the bytes 0x80 to 0x9f; those it lacks stay what they are in Latin-1. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const BYTES = new Map(Array.from(HIGH, (char, at) => [char, 0x80 + at]));

/** A byte of 0x80 to 0xbf, which goes on a character of UTF-8. */
const NEXT = `[\\u0080-\\u00bf${HIGH}]`;
const SEQUENCE = `(?:[\\u00c2-\\u00df]${NEXT}|[\\u00e0-\\u00ef]${NEXT}{2}|[\\u00f0-\\u00f4]${NEXT}{3})`;
const RUN = new RegExp(`${SEQUENCE}+|â€(?=[\\s.,;:!?)\\]]|$)`, 'gu');
const LEAD = /[\u00c2-\u00f4]/u;
/** What a single sequence must begin with to be believed: nobody writes Ã© or â€™. "CAFÉ»" and "Ä“" may be meant. */
const SURE_ALONE = /^(?:[ÂÃ]|â[€‚„]|ï»¿|ð)/u;
const MAX_ROUNDS = 2;

/**
 * Repairs UTF-8 that was read as windows-1252 (`donâ€™t`), once or twice over. Only sequences that are valid UTF-8 and
 * hardly anything else are touched, so a text that is right comes back as it is. Linear.
 */
export function repairMojibake(text: string): string {
  let repaired = text;
  for (let round = 0; round < MAX_ROUNDS && LEAD.test(repaired); round++) {
    const next = repaired.replace(RUN, repairRun);
    if (next === repaired) break;
    repaired = next;
  }
  return repaired;
}

function repairRun(run: string): string {
  // The closing quote's last byte is none in windows-1252, and what strips control characters takes it away.
  if (run === 'â€') return '”';
  const bytes = Uint8Array.from(run, (char) => BYTES.get(char) ?? char.charCodeAt(0));
  const decoded = decodeUtf8(bytes);
  if (decoded === null) return run;
  return Array.from(decoded).length > 1 || SURE_ALONE.test(run) ? decoded : run;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}
