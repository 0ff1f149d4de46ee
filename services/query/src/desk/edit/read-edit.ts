import { AppError } from '@writethru/domain';

const ACTS = ['pin', 'split', 'move', 'merge'] as const;
export type Act = (typeof ACTS)[number];

/** What an editor filled in on the page of a story, as it came. */
export interface EditForm {
  /** Null where no button of the form was pressed. */
  act: Act | null;
  reason: string;
  /** Article ids that were picked. */
  picked: readonly string[];
  /** The other story, by its id or the address of its page. */
  other: string;
  /** One of the stories that were offered. */
  chosen: string;
}

/** Reads the form, whatever is in it. */
export function readEditForm(form: URLSearchParams): EditForm {
  return {
    act: ACTS.find((act) => act === form.get('act')) ?? null,
    reason: (form.get('reason') ?? '').trim(),
    picked: form.getAll('article'),
    other: (form.get('other') ?? '').trim(),
    chosen: form.get('chosen') ?? '',
  };
}

/** An edit as the API takes it. */
export interface AskedEdit {
  act: Act;
  body: Record<string, unknown>;
}

/** What the form asks for. Throws AppError `invalid_input`, in words for whoever filled it in. */
export function toEdit({ act, reason, picked, other, chosen }: EditForm): AskedEdit {
  if (act === null) throw refuse('Press one of the buttons.');
  if (reason === '') throw refuse('Say why. The reason is kept with the edit, and shown in the history.');
  if (act !== 'merge' && picked.length === 0) throw refuse('Pick the versions that it is about first.');
  switch (act) {
    case 'pin':
      if (picked.length > 1) throw refuse('Only one version can lead: pick one.');
      return { act, body: { articleId: picked[0], reason } };
    case 'split':
      return { act, body: { articleIds: picked, reason } };
    case 'move':
      return { act, body: { articleIds: picked, to: readStoryId(other, chosen), reason } };
    case 'merge':
      return { act, body: { with: readStoryId(other, chosen), reason } };
  }
}

/** What was typed counts before what was chosen. */
function readStoryId(other: string, chosen: string): string {
  const [id] = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/.exec(other === '' ? chosen : other) ?? [];
  if (id !== undefined) return id;
  throw refuse(
    other === ''
      ? 'Choose the other story.'
      : 'The other story is not known by that: paste its id, or the address of its page.',
  );
}

function refuse(message: string): AppError {
  return new AppError('invalid_input', message);
}
