import { ProblemError, type Client } from '@writethru/client';

/** Posts an article, waits for its story, and says what it is in there. */
export async function postAndRead(client: Client): Promise<string> {
  try {
    const posted = await client.postArticle(
      {
        body: {
          provider: 'harbour-news',
          guid: 'ferry-1',
          headline: 'Ferry runs again',
          body: 'The ferry to Lindmouth runs again after the storm, its operator said on Wednesday.',
        },
      },
      { headers: { prefer: 'wait=20' } },
    );
    return posted.story === undefined
      ? 'It is held, and will be clustered.'
      : `It is ${posted.story.relation}.`;
  } catch (error) {
    // A refusal names the fields; everything that passes by itself has been waited for already.
    if (error instanceof ProblemError) return `${error.code}: ${error.message}`;
    throw error;
  }
}
