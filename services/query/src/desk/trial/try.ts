import { AppError } from '@writethru/domain';

import type { Desk, DeskPage } from '../desk.ts';
import { findSharedSpans } from '../shared-spans.ts';
import { renderTry, type JoinedStory, type Tried } from './try-page.ts';

const MAX_SHOWN = 10;

/** `/desk/try`: which story a text would join, and why. The text is not kept. */
export const tryPage: DeskPage = {
  path: '/desk/try',
  takesForm: true,
  async answer(desk) {
    const headline = (desk.form.get('headline') ?? '').trim();
    // A form sends line breaks as CR and LF; offsets count in the text as it is shown.
    const body = (desk.form.get('body') ?? '').replaceAll('\r\n', '\n').trim();
    const tried = body === '' ? null : await tryText(desk, headline, body);
    return { title: 'Try a text', at: 'try', main: renderTry({ headline, body, tried }) };
  },
};

async function tryText({ questions }: Desk, headline: string, body: string): Promise<Tried> {
  const { wouldJoin, similar } = await questions.similarTo({
    body,
    limit: MAX_SHOWN,
    ...(headline !== '' && { headline }),
  });
  const stories: JoinedStory[] = [];
  for (const id of wouldJoin) {
    const { lead, versionCount } = await questions.story(id);
    stories.push({ id, headline: lead?.headline ?? null, isShown: lead?.isShown ?? false, versionCount });
  }
  const [closest] = similar;
  const other =
    closest === undefined ? null : await questions.article(closest.articleId).catch(refusedAsNull);
  const shared = findSharedSpans(
    { headline, body },
    other && { headline: other.headline ?? null, body: other.body ?? null },
  );
  return { stories, similar, ...shared };
}

/** Gone between two reads. */
function refusedAsNull(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
