import { alternation } from './alternation.ts';

/** January to December, as datelines write them: English, German, Spanish, French, Russian, Arabic (both sets). */
const NAMES: readonly (readonly string[])[] = [
  ['January', 'Jan', 'Januar', 'Jänner', 'enero', 'ene', 'janvier', 'января', 'янв', 'يناير', 'كانون الثاني'],
  ['February', 'Feb', 'Februar', 'febrero', 'février', 'fév', 'февраля', 'фев', 'فبراير', 'شباط'],
  ['March', 'Mar', 'März', 'Mrz', 'marzo', 'mars', 'марта', 'мар', 'مارس', 'آذار'],
  ['April', 'Apr', 'abril', 'abr', 'avril', 'апреля', 'апр', 'أبريل', 'ابريل', 'نيسان'],
  ['May', 'Mai', 'mayo', 'мая', 'май', 'مايو', 'أيار'],
  ['June', 'Jun', 'Juni', 'junio', 'juin', 'июня', 'июн', 'يونيو', 'حزيران'],
  ['July', 'Jul', 'Juli', 'julio', 'juillet', 'июля', 'июл', 'يوليو', 'تموز'],
  ['August', 'Aug', 'agosto', 'ago', 'août', 'августа', 'авг', 'أغسطس', 'اغسطس', 'آب'],
  ['September', 'Sept', 'Sep', 'septiembre', 'septembre', 'сентября', 'сен', 'سبتمبر', 'أيلول'],
  [
    'October',
    'Oct',
    'Oktober',
    'Okt',
    'octubre',
    'octobre',
    'октября',
    'окт',
    'أكتوبر',
    'اكتوبر',
    'تشرين الأول',
  ],
  ['November', 'Nov', 'noviembre', 'novembre', 'ноября', 'ноя', 'نوفمبر', 'تشرين الثاني'],
  [
    'December',
    'Dec',
    'Dezember',
    'Dez',
    'diciembre',
    'dic',
    'décembre',
    'déc',
    'декабря',
    'дек',
    'ديسمبر',
    'كانون الأول',
  ],
];

const NUMBERS = new Map(
  NAMES.flatMap((names, at) => names.map((name) => [name.toLowerCase(), at + 1] as const)),
);

/** Source of a pattern that matches a month's name as it is printed: lower case, capitalised or all in capitals. */
export const MONTH = alternation([
  ...new Set(
    [...NUMBERS.keys()].flatMap((name) => [name, name[0]!.toUpperCase() + name.slice(1), name.toUpperCase()]),
  ),
]);

/** 1 to 12 for a month's name in any of the languages, in any case, with or without a point; else null. */
export function readMonth(name: string): number | null {
  return NUMBERS.get(name.toLowerCase().replace(/\.$/, '')) ?? null;
}
