import { alternation } from './alternation.ts';

/** News agencies: the one name that we give them, and how they sign in the languages that they write. */
const AGENCIES: Readonly<Record<string, readonly string[]>> = {
  reuters: ['Reuters', 'REUTERS', 'Reuter', 'رويترز', 'ロイター', '路透社', '路透', 'Рейтер'],
  ap: ['AP', 'Associated Press', 'The Associated Press', 'أ ب', 'أب', '美联社', 'АП'],
  afp: ['AFP', 'أ ف ب', 'أ.ف.ب', 'فرانس برس', '法新社', 'АФП'],
  dpa: ['dpa', 'DPA', 'dpa-AFX', 'dpa/lsw', 'د ب أ', '德新社', 'ДПА'],
  efe: ['EFE', 'Agencia EFE'],
  europapress: ['EUROPA PRESS', 'Europa Press'],
  xinhua: ['Xinhua', 'XINHUA', 'شينخوا', '新华社', '新華社', 'Синьхуа'],
  chinanews: ['中新社', '中新网', 'CNS'],
  cna: ['中央社', 'CNA'],
  bloomberg: ['Bloomberg', 'Bloomberg News', '彭博社', '彭博'],
  kyodo: ['Kyodo', 'Kyodo News', '共同社', '共同'],
  jiji: ['Jiji', 'Jiji Press', '時事'],
  pti: ['PTI'],
  ani: ['ANI'],
  ians: ['IANS'],
  tass: ['TASS', 'Itar-Tass', 'ТАСС', 'ИТАР-ТАСС'],
  ria: ['RIA', 'RIA Novosti', 'РИА Новости', 'РИА', 'Sputnik'],
  interfax: ['Interfax', 'INTERFAX.RU', 'Интерфакс', 'ИНТЕРФАКС'],
  upi: ['UPI'],
  pa: ['PA', 'PA Media', 'Press Association'],
  ansa: ['ANSA'],
  aap: ['AAP'],
  apa: ['APA', 'sda', 'Keystone-SDA'],
  sid: ['SID', 'sid'],
  yonhap: ['Yonhap', 'YONHAP'],
  anadolu: ['AA', 'Anadolu', 'الأناضول'],
  ntb: ['NTB'],
  tt: ['TT'],
  lusa: ['Lusa', 'LUSA'],
  notimex: ['Notimex', 'NTX'],
  telam: ['Télam', 'TELAM'],
  mena: ['MENA', 'أ ش أ'],
  spa: ['SPA', 'واس'],
  wam: ['WAM', 'وام'],
  kuna: ['KUNA', 'كونا'],
  cnn: ['CNN', 'CNN Business'],
  dowjones: ['Dow Jones', 'Dow Jones Newswires'],
};

const BY_SPELLING = new Map(
  Object.entries(AGENCIES).flatMap(([name, spellings]) =>
    spellings.map((spelling) => [spelling, name] as const),
  ),
);

/** Source of a pattern that matches how an agency signs. */
export const AGENCY = alternation([...BY_SPELLING.keys()]);

/** Our name of the agency that signs so (`ロイター` is `reuters`); the spelling itself where we know none. */
export function nameAgency(spelling: string): string {
  const first = spelling.split(/[/\-–|,]/u)[0]!.trim();
  return BY_SPELLING.get(spelling) ?? BY_SPELLING.get(first) ?? spelling;
}
