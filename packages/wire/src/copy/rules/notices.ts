import type { CopyRule } from './rule.ts';

const OPEN = String.raw`\s*[(（［[【]\s*`;
const CLOSE = String.raw`[^()（）]{0,360}(?:\([^()]{0,60}\)[^()]{0,200}){0,2}[)）］\]】]\s*`;

/**
 * A bracketed line before the body that begins with one of `verbs`: a "trash line" that tells editors what changed.
 * `unspaced` are those of scripts where no space ends a word.
 */
function bracketed(verbs: string, unspaced: string): string {
  return `${OPEN}(?:(?:${verbs})(?![\\p{L}\\p{M}])|${unspaced})${CLOSE}`;
}

/** What is said to editors, not to readers: kills, advisories and notes. */
export const NOTICES: readonly CopyRule[] = [
  {
    name: 'kill',
    part: 'notice',
    place: 'head',
    flags: 'i',
    marker: 'kill',
    source: String.raw`kill(?:[\s!'=.]+kill){1,6}[\s!'=.]*|(?:bulletin|mandatory|story)[\s-]+kill\b.{0,300}|(?:editors[:,] )?please (?:kill|disregard|do not use)\b.{0,300}|(?:bitte )?(?:die |diese )?meldung .{0,120}(?:nicht verwenden|zurückgezogen|ist hinfällig)\b.{0,200}|(?:se )?(?:ruega|anula|anulad[ao])\b.{0,40}\b(?:anular|noticia|nota|despacho)\b.{0,200}|аннулировать\b.{0,200}|يلغى الخبر.{0,200}|(?:撤稿|本稿作废|全文取消|記事取り消し).{0,100}`,
    matches: [
      'KILL KILL KILL',
      'BULLETIN KILL',
      'Please kill item dpa 157 "Bridge shut".',
      'Bitte die Meldung dpa 0157 nicht verwenden.',
      '撤稿：大桥关闭',
    ],
    rejects: ['Killing of general shakes Norvale', 'Kill the lights, he said', 'Kill or be killed'],
  },
  {
    name: 'withdrawn',
    part: 'notice',
    place: 'head',
    flags: 'i',
    marker: 'withdrawn',
    source: String.raw`(?:story|item|article|alert) (?:is |has been |was )?withdrawn\b.{0,300}|(?:the|this) (?:[^.]{1,80} )?(?:story|item|alert|headline)(?:,? (?:published|issued|sent|transmitted|moved|timed|headlined|slugged|with)\b.{0,120})? (?:is|has been|was) (?:wrong and )?withdrawn\b.{0,200}`,
    matches: [
      'STORY WITHDRAWN',
      'The Lindmouth bridge story published at 1010 GMT has been withdrawn. There will be no substitute story.',
    ],
    rejects: [
      'Storytellers withdrew from the fair',
      'The army has been withdrawn',
      'The painting, an item from the estate of a boatman, has been withdrawn',
    ],
  },
  {
    name: 'hold',
    part: 'notice',
    place: 'head',
    flags: 'i',
    marker: 'hold',
    source: String.raw`hold(?:[\s!'=.]+hold){1,6}[\s!'=.]*|(?:editors[:,] )?please hold\b.{0,300}`,
    matches: ['HOLD HOLD HOLD', 'Please hold item 157.'],
    rejects: ['Holding talks', 'Hold on, he said'],
  },
  {
    name: 'advisory of a correction',
    part: 'advisory',
    place: 'ends',
    flags: 'i',
    marker: 'correction',
    source: `${bracketed('corrects?|correction|corrected|in \\w+\\.? \\d{1,2}\\b[^()]{0,60}? (?:story|item)|clarifies|fixes|berichtigt|berichtigung|korrigiert|korrektur|corrige|corregid[ao]|rectifie|corrigé|исправл\\p{L}*|исправляет|уточнен\\p{L}*|تصحيح|يصحح|تصحح', '更正|修正|訂正')}`,
    matches: [
      '(Corrects age of bridge in paragraph 3)',
      '(In Jan. 3 story, corrects last paragraph to say that the port is open)',
      '(Berichtigt: Alter der Brücke)',
      '(Corrige la fecha en el segundo párrafo)',
      '(Исправлена дата во втором абзаце)',
      '(تصحيح التاريخ)',
      '（更正第三段）',
    ],
    rejects: ['(Reporting by Ann Teller, editing by Pavel Dvorsky)', '(corrective surgery)'],
  },
  {
    name: 'advisory of a refile',
    part: 'advisory',
    place: 'ends',
    flags: 'i',
    marker: 'refile',
    source: bracketed('refiles?|refiling', '訂正再送'),
    matches: ['(Refiles to fix typo in headline)'],
    rejects: ['(Refilling the tank)'],
  },
  {
    name: 'advisory of a repeat',
    part: 'advisory',
    place: 'ends',
    flags: 'i',
    marker: 'repeat',
    source: bracketed(
      'repeats|repeating|repeat|wiederholung|wiederholt|repite|повтор\\p{L}*|إعادة',
      '重发|再送',
    ),
    matches: [
      '(Repeats story first issued on Sunday)',
      '(Wiederholung vom Vortag)',
      '(Repite nota publicada ayer)',
    ],
    rejects: ['(Repeatedly)'],
  },
  {
    name: 'advisory of an update',
    part: 'advisory',
    place: 'ends',
    flags: 'i',
    marker: 'update',
    source: bracketed(
      'adds|adding|updates?|updated|updating|recasts?|rewrites|writes through|wraps|removes|changes|drops|deletes|attributes|releads|' +
        'ergänzt|aktualisiert|neu|durchgehend neu|mehr details|actualiza|agrega|añade|amplía|actualisé|ajoute|' +
        'добавл\\p{L}*|обновл\\p{L}*|تحديث|يضيف|تضيف|إضافة',
      '更新|新增|补充|追加',
    ),
    matches: [
      '(Adds comments, detail)',
      "(Adds port's reaction in paragraph 3, updates toll (12) in paragraph 4)",
      '(Ergänzt: Stellungnahme des Hafens)',
      '(Neu: Zahl der Fahrzeuge)',
      '(Agrega cita del alcalde)',
      '(Добавлены подробности)',
      '(إضافة تفاصيل)',
      '（更新：新增细节）',
    ],
    rejects: ['(Addison Lee won)', '(Reporting by Ann Teller)', '(changeable weather)'],
  },
  {
    name: "editors' note",
    part: 'advisory',
    place: 'ends',
    source: String.raw`\^?\s*[(［[]?\s*(?:Eds|EDS|EDITOR[’']?S[’']? NOTE|Editor[’']?s[’']? [Nn]ote|EDITORS|Editors|Note to (?:editors|readers)|ATTENTION EDITORS|Achtung,? Redaktionen|Redaktioneller Hinweis|Nota (?:del|a los) editor(?:es)?|К сведению редакторов|ملاحظة للمحررين|编者注|編者按|编者按|編集部注)\s*[:：_–—-]\s*.{0,350}?[)］\]]?\s*<?`,
    matches: [
      '^Eds: APNewsNow. Changes short headline. New approach.<',
      'Eds: Adds full-year results.',
      '(Eds: Minor edits. With AP Photos.)',
      "EDITOR'S NOTE: This is the first of two parts.",
      'Achtung Redaktionen: Neue Zahl im ersten Absatz.',
      '编者注：第一部分',
    ],
    rejects: ['Edwards: hello', 'Editors met on Friday'],
  },
  {
    name: 'note of a correction in the text',
    part: 'advisory',
    place: 'foot',
    flags: 'i',
    marker: 'correction',
    source: String.raw`[([_*–—\s-]{0,6}(?:this (?:story|article|version|item)(?: of the story)?|the (?:story|article)|an earlier version of this (?:story|article)|(?:correction|korrektur|corrección|исправление|更正|訂正)\s?[:：])\b.{0,20}?(?:(?:has been|was|is|had been) (?:corrected|updated to correct|amended)|corrects?|misstated|incorrectly|.{1,40}(?:incorrectly|misstated|has been corrected)).{0,300}`,
    matches: [
      'This story has been corrected to show that the bridge is 47 years old.',
      '(This version corrects the age of the bridge in paragraph 3.)',
      'An earlier version of this article misstated the age of the bridge.',
    ],
    rejects: ['The story was told by a boatman.', 'This article explains why the bridge is shut.'],
  },
  {
    name: 'abridged',
    part: 'advisory',
    place: 'foot',
    flags: 'i',
    marker: 'abridged',
    source: String.raw`[([]?(?:an? (?:longer|shorter|abridged) version of this (?:story|article) is (?:also )?available|this (?:story|article) (?:has been|was|is) (?:shortened|abridged|cut))\b.{0,200}`,
    matches: ['A longer version of this story is available.', '(This story has been shortened.)'],
    rejects: ['A longer version of the bridge was built later.'],
  },
];
