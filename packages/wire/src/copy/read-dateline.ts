import { toAsciiDigits } from '@writethru/domain';

import { nameAgency } from './vocabulary/agencies.ts';
import { MONTH, readMonth } from './vocabulary/months.ts';
import type { Dateline } from './wire-copy.ts';

const MONTH_THEN_DAY = new RegExp(
  String.raw`(?<!\p{L})(?<month>${MONTH})\.?\s(?<day>\d{1,2})(?!\d)(?:,\s?(?<year>\d{4}))?`,
  'u',
);
const DAY_THEN_MONTH = new RegExp(
  String.raw`(?<!\d)(?<day>\d{1,2})\.?(?:\sde)?\s(?<month>${MONTH})(?!\p{L})\.?(?:(?:,|\sde)?\s?(?<year>\d{4}))?`,
  'u',
);
const CHINESE = /(?:(?<month>\d{1,2})月)?(?<day>\d{1,2})日/u;
const DIGITS_ONLY = /(?<!\d)(?<day>\d{1,2})[-/](?<month>\d{1,2})(?!\d)/u;
const NUMERALS = '〇一二三四五六七八九';

/** What a dateline rule saw, read: `place` may hold the date as well. Fields that are not there are null. */
export function readDateline(text: string, groups: Readonly<Record<string, string | undefined>>): Dateline {
  const rawPlace = groups['place'] ?? '';
  const agency = (groups['agency'] ?? groups['wire'])?.trim();
  const date = readDate(groups['date'] ?? '') ?? readDate(rawPlace);
  const place = toAsciiDigits(rawPlace)
    .replace(date?.text ?? '', '')
    .replace(/[\s,،.\-–—/]+$/u, '')
    .trim();
  return {
    text,
    place: place === '' ? null : place,
    month: date?.month ?? null,
    day: date?.day ?? null,
    year: date?.year ?? null,
    agency: agency === undefined || agency === '' ? null : nameAgency(agency),
  };
}

interface DateParts {
  text: string;
  month: number | null;
  day: number;
  year: number | null;
}

function readDate(text: string): DateParts | null {
  const ascii = toAsciiDigits(readNumerals(text));
  for (const pattern of [MONTH_THEN_DAY, DAY_THEN_MONTH, CHINESE, DIGITS_ONLY]) {
    const match = pattern.exec(ascii);
    const { month, day, year } = match?.groups ?? {};
    if (!match || day === undefined) continue;
    const monthNumber = month === undefined ? null : (readMonth(month) ?? Number(month));
    return {
      text: match[0],
      month: monthNumber,
      day: Number(day),
      year: year === undefined ? null : Number(year),
    };
  }
  return null;
}

/** 四月十五日 as 4月15日: numerals up to 99. */
function readNumerals(text: string): string {
  return text.replace(/[〇一二三四五六七八九十]{1,3}(?=[月日])/gu, (numerals) => {
    const [tens, ones] = numerals.includes('十') ? numerals.split('十') : ['〇', numerals];
    const ten = tens === '' ? 1 : Math.max(0, NUMERALS.indexOf(tens!));
    const one = ones === '' ? 0 : Math.max(0, NUMERALS.indexOf(ones!));
    return String(ten * 10 + one);
  });
}
