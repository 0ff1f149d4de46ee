import { MONTH } from './months.ts';

const WORD = /\p{L}[\p{L}\p{M}]*/gu;
/** Words that stand in a time stamp: those of three letters (am, GMT, Uhr, год) need no list, nor do Han characters. */
const TIME_WORD = new RegExp(
  `^(?:.{1,3}|${MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|thur|thurs|tues|today|yesterday|` +
    'hours?|minutes?|mins|days?|weeks?|months?|updated|published|uhr|' +
    'montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|viernes|sábado|domingo|' +
    'года|часов|назад|минут|منذ|الساعة|بتوقيت|مساء|صباحا|kasım|ekim|eylül|ağustos|temmuz|haziran|mayıs|nisan|mart|şubat|ocak|aralık)$',
  'iu',
);
const HAN = /\p{sc=Han}/u;

/** Whether a text says a time and nothing else: `12 May 2015 at 2:11 p.m.`, `3 hours ago`. */
export function isWhen(text: string): boolean {
  const words = text.match(WORD) ?? [];
  return (
    words.length <= 10 && words.every((word) => TIME_WORD.test(word) || (HAN.test(word) && word.length <= 4))
  );
}
