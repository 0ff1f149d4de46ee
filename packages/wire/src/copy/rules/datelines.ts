import { AGENCY } from '../vocabulary/agencies.ts';
import { CITY } from '../vocabulary/cities.ts';
import { MONTH, readMonth } from '../vocabulary/months.ts';
import type { CopyRule } from './rule.ts';

const DASH = String.raw`(?:[-–—―_]{1,2}|\.[-–—])`;
const NEXT = String.raw`(?=[\p{Lu}\p{Lo}\p{Nd}"“”«'‘(])`;
/** A day and a month in either order, with or without a year: `April 15`, `15. April 2016`. */
const DATE = String.raw`(?:${MONTH}\.? \p{Nd}{1,2}(?!\p{Nd})(?:, \p{Nd}{4})?|\p{Nd}{1,2}\.?(?: de)? ${MONTH}(?!\p{L})\.?(?:(?:,| de)? \p{Nd}{4})?)`;
const CAPS_PLACE = String.raw`\p{Lu}[\p{Lu}.'’-]+(?:[ /]\p{Lu}[\p{Lu}.'’-]*){0,5}`;
const AREA = String.raw`(?:, \p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+){0,2})?`;
const CONNECTING =
  /^(?:de|del|of|al|el|on|the|am|an|der|la|le|les|los|las|do|da|sur|and|und|y|bei|im|di|du)$/u;

/** Whether what stands before `(Agency) -` is a place and a date: no word of it is in lower case but a month's. */
function isPlaceAndDate(text: string): boolean {
  const words = text.split(/[\s,/]+/u).filter((word) => word !== '');
  if (words.length > 10) return false;
  return words.every((word) => /^[^\p{Ll}]/u.test(word) || CONNECTING.test(word) || readMonth(word) !== null);
}

const isPlace = (match: RegExpExecArray): boolean => isPlaceAndDate(match.groups?.['place'] ?? '');

/** Place, date and agency, at the beginning of the body. `place`, `date` and `agency` are what a dateline is read from. */
export const DATELINES: readonly CopyRule[] = [
  {
    name: 'dateline with its agency',
    part: 'dateline',
    place: 'opening',
    source: String.raw`(?<place>[^()\n]{0,110}?)\s?[(（](?<agency>${AGENCY}(?:[-/ ]\p{L}[\p{L}-]{1,20}){0,2})[)）]\s?(?:${DASH}|:)+\s*`,
    accepts: isPlace,
    matches: [
      'MOSCOW/ANKARA (Reuters) - ',
      'NORVALE, April 15 (Reuters) - ',
      'Jan 30 (Reuters) - ',
      'ATLANTA (AP) _ ',
      'CHATHAM, Mass. (AP) _ ',
      'STOCKHOLM, Aug 29, 2014 (AFP) - ',
      'Tegucigalpa, 2 ene (EFE).- ',
      'MOSCOW (AFP) -- ',
      '(Reuters) - ',
      'Berlin/Hamburg (dpa) - ',
      'Frankfurt am Main (dpa-AFX) - ',
      'MADRID, 15 Abr. (EUROPA PRESS) - ',
      'القاهرة 15 أبريل (رويترز) - ',
      'МОСКВА, 15 апр (Рейтер) - ',
    ],
    rejects: [
      'The general told (Reuters) - and others - that he would go',
      'The council is here (AP). It - was',
      '(AFP-Yonhap) |',
    ],
  },
  {
    name: 'dateline in capitals with any agency',
    part: 'dateline',
    place: 'opening',
    source: String.raw`(?<place>${CAPS_PLACE}${AREA}(?:,? ${DATE})?)\s\((?<agency>\p{Lu}[\p{L}&.-]{1,15}(?: \p{Lu}[\p{L}&.-]{1,15})?)\)\s?${DASH}\s*`,
    matches: ['NORVALE (Demo Wire) - ', 'LINDMOUTH, May 2 (MarketWire) -- '],
    rejects: ['Norvale Holdings (NVH) - the owner', 'NORVALE (see the map below) - the'],
  },
  {
    name: 'dateline in capitals with a date',
    part: 'dateline',
    place: 'opening',
    source: String.raw`(?<place>${CAPS_PLACE}${AREA}),? (?<date>${DATE})\s*(?:${DASH}\s*)?${NEXT}`,
    matches: [
      'MOSCOW, April 15 Iranian',
      'NEW YORK, March 3 - The',
      'HARTFORD, Conn., March 4 - A',
      'BERLIN, 15. April – Die',
    ],
    rejects: [
      'NVH, May 4 days later',
      'The meeting on April 15 was',
      'NATO said on April 15 the',
      'ROOM 4 Mr Hall',
      'FOB OMAHA CHOICE 2-3 Steers',
    ],
  },
  {
    name: 'dateline of a city alone',
    part: 'dateline',
    place: 'opening',
    source: String.raw`(?<place>${CITY}(?:/${CITY})?(?:, \p{Lu}[\p{L}.]+)?)\s(?:[-–—]{1,2})\s${NEXT}`,
    matches: ['LONDON — The', 'NEW YORK - A', 'UNITED NATIONS -- Members'],
    rejects: ['FORD — The carmaker', 'LONDON calling', 'London - the city'],
  },
  {
    name: 'Russian dateline',
    part: 'dateline',
    place: 'opening',
    source: String.raw`(?<place>\p{Lu}[\p{L}-]+(?:[ -]\p{Lu}[\p{L}-]+){0,2}(?:\s?/[\p{L} ,-]{2,40}/)?)[,.] (?<date>\p{Nd}{1,2} ${MONTH}\.?)\s?(?:[-–—.,]{0,2}\s?[/(«]?(?<agency>${AGENCY})(?:/[\p{L} ,.-]{3,40}/|[/)»])?\.?\s?[-–—]?|[-–—]{1,2})\s*${NEXT}`,
    matches: [
      'МОСКВА, 15 апр — РИА Новости. Мост',
      'МОСКВА, 15 апреля. /ТАСС/. Мост',
      'Москва. 15 апреля. INTERFAX.RU - Мост',
      'МОСКВА, 15 апр - Мост',
    ],
    rejects: ['Москва, 15 домов снесли', 'Мост закрыли 15 апреля. Движение'],
  },
  {
    name: 'Arabic dateline',
    part: 'dateline',
    place: 'opening',
    source: String.raw`(?<place>\p{sc=Arabic}[\p{sc=Arabic}\s]{1,30}?)(?:[,،]? (?<date>${DATE}|\p{Nd}{1,2}[-/]\p{Nd}{1,2}))?\s?(?:[(（]\s?(?<agency>${AGENCY})\s?[)）]\s?[-–—.:]{1,2}|[/–—-]\s?(?<wire>${AGENCY})\s?[/:：])\s*`,
    matches: ['دبي (رويترز) - ', 'الكويت 15-4 (كونا) -- ', 'القاهرة - أ ف ب: ', 'الرياض ١٥ أبريل / واس / '],
    rejects: ['قالت وكالة (رويترز) إن الجسر أغلق', 'أغلقت السلطات الجسر'],
  },
  {
    name: 'Chinese dateline',
    part: 'dateline',
    place: 'opening',
    source: String.raw`[（(【［[]?(?<agency>${AGENCY})[）)】］\]]?\s?[-—]?(?<place>[\p{sc=Han}、·]{0,12}?)\s?(?<date>(?:[\p{Nd}一二三四五六七八九十]{1,3}月)?[\p{Nd}一二三四五六七八九十]{1,3}日)(?:专|體育|体育|综合)?(?:电|電|讯|訊)[）)】］\]]?\s*(?:[（(][^（()）]{2,40}[）)])?\s*[-—:：]{0,2}\s*`,
    matches: [
      '新华社北京4月15日电（记者王小明、李华）',
      '（法新社北京15日电）',
      '【新华社北京四月十五日电】',
      '中新社上海4月15日电 ',
    ],
    rejects: ['新华社记者4月15日在北京说', '新华社援引官员的话说'],
  },
  {
    name: 'Chinese dateline with a dash',
    part: 'dateline',
    place: 'opening',
    source: String.raw`(?<agency>${AGENCY})(?<place>[\p{sc=Han}、·]{1,12}?)\s?(?<date>(?:\p{Nd}{1,2}月)?\p{Nd}{1,2}日)\s?[-—–]{1,2}\s*`,
    matches: ['路透北京4月15日 - '],
    rejects: ['路透报道，4月15日大桥关闭'],
  },
  {
    name: 'Japanese dateline',
    part: 'dateline',
    place: 'opening',
    source: String.raw`[【［[](?<place>[\p{sc=Han}\p{sc=Katakana}ー・]{1,14}?)(?:[\s　]*(?<date>(?:\p{Nd}{1,2}月)?\p{Nd}{1,2}日))?[\s　=＝]*(?<agency>${AGENCY}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー・\s]{2,12})[】］\]]\s*[-－—–]?\s*`,
    accepts: (match) => match[0].startsWith('【') === false || !/[訂更再速]/u.test(match[0]),
    matches: ['［東京　15日　ロイター］ - ', '【モスクワ時事】', '【北京共同】', '【ワシントン＝山田太郎】'],
    rejects: ['【訂正再送】橋', '東京の橋が閉鎖'],
  },
];
