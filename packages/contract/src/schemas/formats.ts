import { z } from 'zod';

/** An item of ninjs 3.1: its schema is IPTC's, and far too long to stand here. */
export const ninjs = z.looseObject({ uri: z.string() }).meta({
  id: 'Ninjs',
  description: 'An item of [ninjs 3.1](https://iptc.org/std/ninjs/ninjs-schema_3.1.json).',
});

/** `format` of what can be had as ninjs. */
export const ninjsFormat = z
  .enum(['json', 'ninjs'])
  .optional()
  .meta({ description: 'As what; so does Accept. Default `json`.' });
