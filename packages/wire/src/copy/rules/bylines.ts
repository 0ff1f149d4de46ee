import { looksLikeNames } from '../vocabulary/person-names.ts';
import type { CopyRule } from './rule.ts';

const acceptsNames = (match: RegExpExecArray): boolean => looksLikeNames(match.groups?.['names'] ?? '');

/** Who wrote it, as a line of its own before the body. */
export const BYLINES: readonly CopyRule[] = [
  {
    name: 'byline',
    part: 'byline',
    place: 'head',
    source: String.raw`(?:By|BY|Von|VON|Por|POR|Par|PAR|Di|Text|Reporting by)[:\s]\s*(?<names>\S.{2,180}?)\s*=?`,
    accepts: acceptsNames,
    matches: [
      'By Lena Ostrow and Pavel Dvorsky',
      'By MARA QUILL and JUAN DE LA TORRE=',
      'By Ann Teller, Chief Political Correspondent',
      "By Sean O'Dell in Norvale and Ana Ruiz in Lindmouth",
      'By AFP',
      'Von Jörg Meißner, dpa',
      'Por Lucía Fernández',
      'Par Hélène Marchand',
    ],
    rejects: [
      'By Friday the troops had left the city.',
      'By Friday',
      'By then, Norvale had one month earlier begun to buy',
      'By the end of the year',
      'Von Montag an gilt die neue Regel',
      'Por la tarde',
      'By March',
    ],
  },
  {
    name: 'byline without spaces',
    part: 'byline',
    place: 'head',
    source: String.raw`[（(［[]?\s*(?:文\s*[/／・：:]|作者\s*[：:／/]|记者\s*[：:]?|記者\s*[：:]?|撰稿\s*[：:]|取材・文\s*[=＝：:]?)\s*(?<names>[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}・·\s、]{2,40})[）)］\]]?`,
    matches: ['记者 王小明 李华', '文/张三', '（记者李雷）', '作者：林文', '[記者 山田太郎]'],
    rejects: ['记者说，桥将关闭三周。', '作者认为这是错误的，他在书中写道'],
  },
  {
    name: 'byline of one or the other hand',
    part: 'byline',
    place: 'head',
    source: String.raw`(?:بقلم|كتب|كتبت|من|Автор|Автор текста|Текст)\s*:?\s+(?<names>[\p{L}\p{M}.\s،,-]{4,80})`,
    accepts: (match) => (match.groups?.['names'] ?? '').trim().split(/\s+/u).length <= 7,
    matches: ['بقلم: أحمد المنصوري', 'من ليلى حسن', 'Автор: Ирина Петрова'],
    rejects: ['من المتوقع أن يغلق الجسر لمدة ثلاثة أسابيع حتى انتهاء أعمال الإصلاح.', 'Авторы: доклада'],
  },
  {
    name: 'role of the writer',
    part: 'byline',
    place: 'head',
    source: String.raw`(?:(?:The )?(?:Associated Press|AP|AFP|Reuters|Bloomberg|dpa)(?: \p{Lu}\p{L}+){0,3}|(?:\p{Lu}[\p{L}/]+ ){0,3}(?:Staff|Special|Chief|Senior|Sports|Business|Political|Science|Foreign) (?:Writer|Reporter|Correspondent|Editor)s?|\p{Lu}[\p{L}. ]{2,30} / (?:News|World|City) Desk|(?:Staff|Wire) (?:and|&) (?:agencies|wires|wire reports))`,
    matches: [
      'Associated Press Writer',
      'AP Business Writers',
      'Chief Political Correspondent',
      'Lindmouth Herald / News Desk',
      'Reuters',
    ],
    rejects: ['AP said it would close the office.', 'Reuters reported on Friday that the bridge was shut'],
  },
];
