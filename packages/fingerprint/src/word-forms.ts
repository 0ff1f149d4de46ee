/**
 * Words that agencies write in several ways, each under the form that it counts as: what the wires abbreviate, and the
 * small numbers that one desk spells out and the next one does not. English alone: no other language's copy came with
 * a habit strong enough to measure.
 */
const FORMS: Record<string, readonly string[]> = {
  mln: ['million', 'millions'],
  bln: ['billion', 'billions'],
  trl: ['trillion', 'trillions'],
  pct: ['percent'],
  dlr: ['dollar'],
  dlrs: ['dollars'],
  cts: ['cents'],
  co: ['company'],
  corp: ['corporation'],
  inc: ['incorporated'],
  ltd: ['limited'],
  1: ['one'],
  2: ['two'],
  3: ['three'],
  4: ['four'],
  5: ['five'],
  6: ['six'],
  7: ['seven'],
  8: ['eight'],
  9: ['nine'],
  10: ['ten'],
  11: ['eleven'],
  12: ['twelve'],
};

const SPREAD = 4_096;

/** The bits of a hash that `mayHave` goes by. */
export const FORM_MASK = SPREAD - 1;

interface Form {
  hash: number;
  isNumber: boolean;
}

/** Looks up what a word counts as, by its hash. Almost every word has one form only, and is found out by one read. */
export class WordForms {
  private readonly forms = new Map<number, Form>();
  /** 1 where some word with these low bits of its hash has another form. */
  readonly mayHave = new Uint8Array(SPREAD);

  /** `hashWord` as the shingles are made with: forms are of one secret. */
  constructor(hashWord: (word: string) => number) {
    for (const [form, variants] of Object.entries(FORMS)) {
      for (const variant of variants) {
        const hash = hashWord(variant);
        this.forms.set(hash, { hash: hashWord(form), isNumber: /^\d/.test(form) });
        this.mayHave[hash & FORM_MASK] = 1;
      }
    }
  }

  find(hash: number): Form | undefined {
    return this.mayHave[hash & FORM_MASK] === 1 ? this.forms.get(hash) : undefined;
  }
}
