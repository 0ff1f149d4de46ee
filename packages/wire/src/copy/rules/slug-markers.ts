import type { MarkerKind } from '@writethru/domain';

/** A row: a marker that stands inside or at the end of a slugline, or at the end of a headline. */
export interface SlugMarkerRule {
  kind: MarkerKind;
  /** Source of a pattern; the group `n` is the number. */
  source: string;
  matches: readonly string[];
  rejects: readonly string[];
}

const EDGE = String.raw`(?<![\p{L}\p{Nd}])`;
const END = String.raw`(?![\p{L}\p{Nd}])`;

/** In order: what matches first takes its piece of the slugline. */
export const SLUG_MARKERS: readonly SlugMarkerRule[] = [
  {
    kind: 'correction',
    source: String.raw`[(,]\s?(?:CORRECTED|CORRECTION|Corrected|Korrektur|KORREKTUR|Berichtigung|CORREGIDO|更正|訂正)(?=\s?[),）])|${EDGE}(?:\d{1,2}(?:st|nd|rd|th) )?Ld-Correction${END}`,
    matches: [
      'USA-WEATHER/ (UPDATE 1, PIX, CORRECTED)',
      'Brücke gesperrt (Korrektur)',
      'BC-Bridge, 1st Ld-Correction',
    ],
    rejects: ['CORRECTED-BRIDGE', 'CORRECTIONAL'],
  },
  {
    kind: 'add',
    source: String.raw`${EDGE}(?<n>\d{1,2})(?:st|nd|rd|th)\s?(?:Ld-)?(?:Add|ADD)${END}`,
    matches: ['BC-Bridge, 2nd Add', 'BC-Bridge, 1st Ld-Add'],
    rejects: ['1st Address'],
  },
  {
    kind: 'writethru',
    source: String.raw`${EDGE}(?<n>\d{1,2})(?:st|nd|rd|th|ST|ND|RD|TH)\s?(?:Ld|LD|Lead|LEAD)(?:[-\s]{0,2}\(?(?:Writethru|WRITETHRU|Writethrough|WRITETHROUGH)\)?)?${END}`,
    matches: [
      'BC-BKN--Heat-Hawks, 1st Ld-Writethru,416',
      'BC-EU--Norvale-Bridge, 10th Ld',
      'BC-Bridge 1stLd-Writethru',
      'REFILE 1ST LEAD',
      'AM-GULF-NORVALE 3RDLD-(WRITETHROUGH)',
    ],
    rejects: ['The 1st Ladies of jazz', 'the 1st leader'],
  },
  {
    kind: 'writethru',
    source: String.raw`${EDGE}(?:(?<n>\d{1,2})\.\s?(?:Lead|LEAD)|(?:Ld|LD)-Writethru|Writethru|WRITETHRU)${END}`,
    matches: ['Brücke gesperrt (2. Lead)', 'BC-Bridge, Ld-Writethru'],
    rejects: ['BC-LEAD-PRICES', 'Leadership'],
  },
  {
    kind: 'update',
    source: String.raw`${EDGE}(?:UPDATE|Update|ACTUALIZA|AKTUALISIERUNG|ОБНОВЛЕНИЕ)\s?(?<n>\d{1,2})${END}|[(,\s]\s?(?:UPDATED?|Update)(?=\s?[),])|${EDGE}(?<m>\d)(?:nd|rd|th) Update${END}`,
    matches: [
      'GLOBAL-PRECIOUS/ (UPDATE 1)',
      'NORVALE-WEATHER/ (UPDATE 2, PIX)',
      'Bridge shut -- 2nd Update',
      'BRIDGE (UPDATE)',
    ],
    rejects: ['NORVALE-UPDATE-TALKS', 'UPDATES'],
  },
  {
    kind: 'wrapup',
    source: String.raw`${EDGE}(?:WRAPUP|ROUNDUP|RESUMEN)\s?(?<n>\d{1,2})${END}|[(,]\s?(?:WRAPUP|Zusammenfassung)(?:\s?\d{4})?(?=\s?[),])`,
    matches: ['NORVALE-BRIDGE/ (WRAPUP 2)', 'Brücke gesperrt (Zusammenfassung 1430)'],
    rejects: ['WRAPUPS'],
  },
  {
    kind: 'refile',
    source: String.raw`[(,]\s?REFILE(?=\s?[),])|^REFILE${END}`,
    matches: ['NORVALE-BRIDGE/ (REFILE)', 'REFILE NORVALE-BRIDGE'],
    rejects: ['REFILED'],
  },
  {
    kind: 'repeat',
    source: String.raw`[(,]\s?(?:REPEAT|RPT)(?=\s?[),])`,
    matches: ['NORVALE-BRIDGE/ (REPEAT)'],
    rejects: ['REPEAT-BUYERS'],
  },
  {
    kind: 'abridged',
    source: String.raw`-ABRIDGED${END}`,
    matches: ['BC-AS--Norvale-Daring Escape-ABRIDGED, 3rd Ld-Writethru,827'],
    rejects: ['BC-UNABRIDGED'],
  },
  {
    kind: 'urgent',
    source: String.raw`[(,]\s?(?:URGENT|ALERT)(?=\s?[),])|\*{2,3}\s?\*?URGENT${END}`,
    matches: ['NORVALE-BRIDGE/ (URGENT)', 'AM-GULF-2NDLD***URGENT'],
    rejects: ['URGENT-CARE'],
  },
  {
    kind: 'factbox',
    source: String.raw`[(,/]\s?FACTBOX${END}`,
    matches: ['NORVALE-BRIDGE/FACTBOX', 'NORVALE-BRIDGE/ (FACTBOX)'],
    rejects: ['FACTBOXES'],
  },
  {
    kind: 'timeline',
    source: String.raw`[(,/]\s?(?:TIMELINE|CHRONOLOGY)${END}`,
    matches: ['NORVALE-BRIDGE/TIMELINE'],
    rejects: ['TIMELINES'],
  },
  {
    kind: 'withdrawn',
    source: String.raw`[(,]\s?(?:WITHDRAWN|Meldung zurückgezogen)(?=\s?[),])`,
    matches: ['NORVALE-BRIDGE/ (WITHDRAWN)'],
    rejects: ['WITHDRAWN-TROOPS'],
  },
  {
    kind: 'kill',
    source: String.raw`[(,]\s?KILL(?=\s?[),])|${EDGE}(?:BULLETIN|MANDATORY) KILL${END}`,
    matches: ['NORVALE-BRIDGE/ (KILL)', 'BC-Bridge, MANDATORY KILL'],
    rejects: ['KILLINGS'],
  },
];
