import type { CopyRule } from './rule.ts';

const WORK = String.raw`(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated|[Rr]eported|[Ww]ritten|[Ee]dited|[Gg]raphics?)`;
const ENGLISH = String.raw`(?:(?:[Aa]dditional|[Ff]urther|[Ww]ith|[Oo]ther|[Aa]dded) )?${WORK}(?:(?:,| and|, and|/) ?(?:additional )?${WORK}){0,2} by `;
/** The verbs of a credit in the languages whose credits are bracketed. */
const FOREIGN = String.raw`(?:Report(?:e|ado|aje|ajes)|Reporte adicional|Información|Con información|Escrito|Editado|Edición|Redacción|Traducido|Bericht(?:et)?|Geschrieben|Redigiert|Zusätzliche Berichterstattung|Reportage|Rédigé|Édité|Avec|Репортаж|Перев[её]л[аи]?|Редактор|Подготовил[аи]?|إعداد|تحرير|تغطية|ترجمة|شارك في التغطية)`;
const CJK = String.raw`(?:编辑|責任編輯|责任编辑|编译|審校|审校|翻译|校对|記者|记者|翻訳|編集|取材|執筆|写真)`;

/** Who reported, wrote and edited it, after the body. */
export const CREDITS: readonly CopyRule[] = [
  {
    name: 'credits',
    part: 'credit',
    place: 'foot',
    source: String.raw`(?:[([]\s*|(?=\p{Lu}))${ENGLISH}.{2,600}?[)\]]?\.?`,
    matches: [
      '(Additional reporting by Ann Teller in Norvale; Writing by Lena Ostrow; Editing by Pavel Dvorsky)',
      'Reporting by Ann Teller; Editing by Pavel Dvorsky',
      '(Reporting and writing by Ann Teller, editing by Pavel Dvorsky)',
      'Additional reporting by Ann Teller.',
    ],
    rejects: [
      'He praised the reporting by the paper on the war.',
      'Reporting on the war was hard.',
      'compiled by a trade magazine in Norvale.',
    ],
  },
  {
    name: 'credits at the end of the last paragraph',
    part: 'credit',
    place: 'closing',
    source: String.raw`\s*[([]\s*${ENGLISH}[^()[\]]{2,300}(?:\([^()]{0,60}\)[^()[\]]{0,200}){0,3}[)\]]\.?\s*`,
    matches: [
      ' (Reporting by Ann Teller; Editing by Pavel Dvorsky)',
      ' (Editing by Pavel Dvorsky (Norvale))',
    ],
    rejects: [' (see the reporting by others)', ' Reporting by the paper (see below)'],
  },
  {
    name: 'credits in brackets, other languages',
    part: 'credit',
    place: 'closing',
    source: String.raw`\s*[([]\s*${FOREIGN}[:\s][^()[\]]{2,300}[)\]]\.?\s*`,
    matches: [
      '(Reporte de Lucía Fernández; editado por Juan Ruiz)',
      ' (Bericht von Jörg Meißner; redigiert von Anna Blum)',
      '(Репортаж Ирины Петровой. Редактор Олег Волков)',
      '(إعداد ليلى حسن للنشرة العربية - تحرير أحمد المنصوري)',
      ' (Reportage Hélène Marchand, édité par Luc Petit)',
    ],
    rejects: ['(siehe den Bericht von gestern)', '(como informó la agencia)'],
  },
  {
    name: 'credits, other languages',
    part: 'credit',
    place: 'foot',
    source: String.raw`(?:Reporte(?: adicional)? de|Editado (?:en español )?por|Escrito por|Redigiert von|Édité par|Редактор:?|Перев[её]л[аи]?:?|إعداد|تحرير) .{2,200}`,
    matches: [
      'Reporte de Lucía Fernández; Editado en español por Juan Ruiz',
      'Редактор Олег Волков',
      'تحرير أحمد المنصوري',
    ],
    rejects: ['Editado en 1998, el libro fue un éxito de ventas en toda la región y lo sigue siendo hoy.'],
    accepts: (match) => match[0].length <= 160,
  },
  {
    name: 'credits without spaces',
    part: 'credit',
    place: 'closing',
    source: String.raw`\s*[（(［[【]\s*(?:${CJK}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー・\s]{2,12}[\s　]+${CJK})\s*[：:／/\s][^（()）［］[\]【】]{1,120}[）)］\]】]\s*`,
    matches: [
      '（编辑：王小明）',
      '（翻訳：山田太郎　編集：佐藤花子）',
      '（編集：佐藤花子）',
      '(责任编辑:李华)',
    ],
    rejects: ['（编辑部发表声明）', '（见图）'],
  },
  {
    name: 'credits without spaces, as a line',
    part: 'credit',
    place: 'foot',
    source: String.raw`(?:责任编辑|責任編輯|编译|编辑|編集者|審校|审校|翻译|翻訳|編集)\s*[：:／/\s].{1,60}`,
    matches: ['责任编辑：李华', '编译 王小明；审校 李华'],
    rejects: ['编辑部说，大桥将关闭三周。'],
  },
  {
    name: 'contributors',
    part: 'credit',
    place: 'foot',
    isAnywhere: true,
    needs: /contribut/u,
    longest: 300,
    source: String.raw`\b(?:contributed to this (?:report|story|article)|contributed reporting)\b`,
    matches: [
      'Associated Press writers Ann Teller in Norvale and Juan Ruiz in Lindmouth contributed to this report.',
      'Lena Ostrow contributed reporting.',
    ],
    rejects: ['The storm contributed to this fall in output.'],
  },
  {
    name: 'source line',
    part: 'credit',
    place: 'foot',
    source: String.raw`[([（]?(?:Sources?|Quellen?|Fuentes?|Источники?|المصدر|来源|來源|出典)\s?[:：]\s?.{1,120}?[)\]）]?`,
    matches: ['Source: Demo Wire', '(Source: Demo Wire)', '来源：新华社', 'المصدر: رويترز', 'Quelle: dpa'],
    rejects: ['Sources close to the port said', 'The source: a spring in the hills'],
  },
];
