import { describe, expect, test } from '@jest/globals';

import { readWireCopy } from './read-wire-copy.ts';
import type { WireCopy } from './wire-copy.ts';

const LEAD =
  "Lindmouth closed its main harbour bridge to all traffic early on Friday, the city's roads department said.";
const SECOND = 'No one was hurt. Engineers expect to say by evening how long the work will take.';

const summarise = (copy: WireCopy) => ({
  headline: copy.headline,
  markers: copy.markers.map(
    ({ kind, number, place }) => `${place}: ${kind}${number === null ? '' : ` ${number}`}`,
  ),
  place: copy.dateline?.place ?? null,
  date: copy.dateline && [copy.dateline.month, copy.dateline.day],
  agency: copy.dateline?.agency ?? null,
  bylines: copy.bylines,
  parts: copy.stripped.map(({ part }) => part),
  body: copy.body,
});

test('an agency story is its body, and everything else is a field', () => {
  const copy = readWireCopy({
    headline: 'CORRECTED-UPDATE 2-Bridge at Lindmouth shut',
    slugline: 'LINDMOUTH-BRIDGE/ (UPDATE 2, PIX, CORRECTED)',
    body: [
      '(Corrects age of bridge in paragraph 3)',
      '* Crack found in support',
      '* Trams turn back',
      'By Ann Teller and Pavel Dvorsky',
      `LINDMOUTH, May 2 (Reuters) - ${LEAD}`,
      SECOND,
      '(Reporting by Ann Teller; Editing by Lena Ostrow)',
      '((ann.teller@wire.example; +1 646 555 0123))',
    ].join('\n\n'),
  });
  expect(summarise(copy)).toEqual({
    headline: 'Bridge at Lindmouth shut',
    markers: [
      'headline: correction',
      'headline: update 2',
      'slugline: correction',
      'slugline: update 2',
      'body: correction',
    ],
    place: 'LINDMOUTH',
    date: [5, 2],
    agency: 'reuters',
    bylines: ['Ann Teller and Pavel Dvorsky'],
    parts: ['advisory', 'summary', 'summary', 'byline', 'dateline', 'credit', 'contact'],
    body: `${LEAD}\n\n${SECOND}`,
  });
  expect(copy.slugline).toBe('LINDMOUTH-BRIDGE/ (PIX)');
});

test('a web page with the same story has the same body', () => {
  const { body } = readWireCopy({
    headline: 'Bridge at Lindmouth shut',
    body: `<nav>Home &gt; City &gt; Traffic</nav><h1>Bridge at Lindmouth shut</h1><p>Share on Facebook</p>
      <p>By Ann Teller</p><p>Published: 2 May 2016 10:15</p>
      <figure>The bridge on Friday. REUTERS/Ann Teller</figure>
      <p>LINDMOUTH (Reuters) &#8211; Lindmouth closed its main harbour bridge to all traffic early on Friday, the
      city&rsquo;s roads department said.</p><p>Advertisement</p><p>${SECOND}</p>
      <p>Read more: Tunnel to be widened</p><p>Sign up for our newsletter</p><p>© 2016 Demo Herald</p>`,
  });
  expect(body).toBe(`${LEAD.replace("'", '’')}\n\n${SECOND}`);
});

test('wrapped lines are unwrapped, indented paragraphs stay apart', () => {
  const copy = readWireCopy({
    body: [
      '* Crack found in support of the northern span',
      '* Trams turn back at the fish market',
      'LINDMOUTH, May 2 Lindmouth closed its main harbour bridge',
      "to all traffic early on Friday, the city's roads department",
      'said.',
      '    No one was hurt. Engineers expect to say by evening how',
      'long the work will take.',
      ' REUTER',
    ].join('\n'),
  });
  expect(copy.paragraphs.map((paragraph) => paragraph.text)).toEqual([LEAD, SECOND]);
  const start = copy.plainText.indexOf('No one was hurt');
  expect(copy.paragraphs[1]).toMatchObject({ start, end: copy.plainText.indexOf(' take.') + 6 });
});

test('headline and deck that stand before the byline are no body, a list of books is', () => {
  const page = `Bridge shut for weeks\n\nCity sends trams home\n\nBridge shut for weeks\n\nBy Ann Teller\n\n${LEAD}`;
  expect(readWireCopy({ body: page }).body).toBe(LEAD);
  const books = 'The Long Bridge\nBy Ann Teller\nA Tide of Iron\nBy Pavel Dvorsky\nThe Weir\nBy Lena Ostrow';
  expect(readWireCopy({ body: books }).body).toContain('A Tide of Iron');
});

test('bullets are a summary before a text, and the text where there is no other', () => {
  const brief = '* Says half-year net profit 9.4 million crowns\n* Sees no change for the year';
  expect(readWireCopy({ body: brief }).body).toBe(brief.replace('\n', '\n\n'));
  expect(readWireCopy({ body: `${brief}\n\n${LEAD}` }).body).toBe(LEAD);
});

test('a byline shows when the credits behind it are gone', () => {
  expect(readWireCopy({ body: 'By Ann Teller (Editing by Lena Ostrow)' })).toMatchObject({
    body: '',
    bylines: ['Ann Teller'],
  });
});

test('a kill is a marker, and no text to compare', () => {
  const copy = readWireCopy({ body: 'KILL KILL KILL\n\nPlease kill item 157 "Bridge shut".' });
  expect(copy).toMatchObject({ body: '', paragraphs: [] });
  expect(copy.markers.map((marker) => marker.kind)).toEqual(['kill', 'kill']);
});

test('prose that looks like a part stays', () => {
  const prose = [
    'By Friday the queues had reached the old town, where the trams now end.',
    'Read more than twenty reports, an engineer said, and you will find the same crack in each of them.',
    'Share prices fell. Comments by the mayor, who is the owner of a ferry, did not help.',
    'The article was published to coincide with the fair.',
    'Copyright law was changed in May; all of this is part of a longer dispute.',
    'He praised the reporting by the paper on the bridge.',
  ];
  expect(readWireCopy({ body: prose.join('\n') }).body).toBe(prose.join('\n\n'));
});

describe('in every language the result is the same', () => {
  test.each([
    [
      'German',
      {
        headline: 'KORRIGIERT-UPDATE 1-Brücke in Lindmouth gesperrt',
        body: 'Von Jörg Meißner, dpa\n\nLindmouth, 2. Mai (dpa) - Die Hafenbrücke ist seit Freitag für allen Verkehr gesperrt, teilte die Stadt mit.\n\n(Bericht von Jörg Meißner; redigiert von Anna Blum)\n\nLesen Sie auch: Tunnel wird breiter\n\ndpa jm yy n1',
      },
      ['headline: correction', 'headline: update 1'],
      'Lindmouth',
      'dpa',
      'Die Hafenbrücke ist seit Freitag für allen Verkehr gesperrt, teilte die Stadt mit.',
    ],
    [
      'Spanish',
      {
        headline: 'CORREGIDO-ACTUALIZA 1-Cierran puente en Lindmouth',
        body: 'Por Lucía Fernández\n\nLINDMOUTH, 2 mayo (EFE).- El puente del puerto está cerrado al tráfico desde el viernes, informó el municipio.\n\n(Reporte de Lucía Fernández; editado por Juan Ruiz)\n\nLea también: El túnel',
      },
      ['headline: correction', 'headline: update 1'],
      'LINDMOUTH',
      'efe',
      'El puente del puerto está cerrado al tráfico desde el viernes, informó el municipio.',
    ],
    [
      'Russian',
      {
        headline: 'ИСПРАВЛЕНО-ОБНОВЛЕНИЕ 1-Мост закрыт',
        body: 'Автор: Ирина Петрова\n\nМОСКВА, 2 мая (Рейтер) - Мост через гавань закрыт с пятницы для всего транспорта, сообщили в мэрии.\n\n(Репортаж Ирины Петровой. Редактор Олег Волков)\n\nЧитайте также: Туннель расширят',
      },
      ['headline: correction', 'headline: update 1'],
      'МОСКВА',
      'reuters',
      'Мост через гавань закрыт с пятницы для всего транспорта, сообщили в мэрии.',
    ],
    [
      'Arabic',
      {
        headline: 'تصحيح-تحديث ١-إغلاق الجسر',
        body: 'بقلم: أحمد المنصوري\n\nدبي ٢ مايو (رويترز) - أغلقت المدينة جسر الميناء أمام حركة المرور منذ يوم الجمعة.\n\n(إعداد ليلى حسن للنشرة العربية - تحرير أحمد المنصوري)\n\nاقرأ أيضا: النفق',
      },
      ['headline: correction', 'headline: update 1'],
      'دبي',
      'reuters',
      'أغلقت المدينة جسر الميناء أمام حركة المرور منذ يوم الجمعة.',
    ],
    [
      'Chinese',
      {
        headline: '（更正）更新1-大桥关闭',
        body: '新华社北京5月2日电（记者王小明）港口大桥周五起对所有车辆关闭，市政府发言人说。\n（编辑：李华）\n相关阅读：隧道将拓宽\n版权所有，未经授权不得转载。',
      },
      ['headline: correction', 'headline: update 1'],
      '北京',
      'xinhua',
      '港口大桥周五起对所有车辆关闭，市政府发言人说。',
    ],
    [
      'Japanese',
      {
        headline: '【訂正】UPDATE 1-橋を閉鎖',
        body: '［東京　5月2日　ロイター］ - 港の橋は金曜日から全ての車両に対して閉鎖された。市が発表した。\n（翻訳：山田太郎　編集：佐藤花子）\n関連記事：トンネル拡幅へ',
      },
      ['headline: correction', 'headline: update 1'],
      '東京',
      'reuters',
      '港の橋は金曜日から全ての車両に対して閉鎖された。市が発表した。',
    ],
  ] as const)('%s', (_language, article, markers, place, agency, body) => {
    const copy = summarise(readWireCopy(article));
    expect(copy).toMatchObject({ markers, place, agency, body });
    expect(copy.date).toEqual([5, 2]);
    expect(copy.parts).toEqual(expect.arrayContaining(['dateline', 'credit', 'furniture']));
  });

  test('lines of Chinese are joined without a space', () => {
    const line = '港口大桥周五起对所有车辆关闭市政府发言人在新闻发布会上说工程师正在检查桥梁支撑结构';
    const { paragraphs } = readWireCopy({ body: `${line}\n${line}\n${line}\n${line}。` });
    expect(paragraphs.map((paragraph) => paragraph.text)).toEqual([`${line.repeat(4)}。`]);
  });
});
