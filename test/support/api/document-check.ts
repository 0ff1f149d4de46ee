import { buildDocument, type OpenApiDocument } from '@writethru/contract';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const document = buildDocument();
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'document', ...document } as object);
const validators = new Map<string, ValidateFunction>();

/** What was answered to a request. */
export interface AnsweredRequest {
  method: string;
  /** With its query. */
  url: string;
  status: number;
  mediaType: string;
  text: string;
}

interface Located {
  pointer: string;
  operation: { responses?: Record<string, { content?: Record<string, unknown> }> };
}

/**
 * Throws where the document does not allow the answer: another status, another media type, another shape. Paths outside
 * `/v1` and methods that a path does not have are nobody's promise.
 */
export function checkAnswer(answered: AnsweredRequest): void {
  const found = locate(document, answered);
  if (found === null) return;
  const says = `${answered.method} ${answered.url} answered ${answered.status}`;
  const allowed = found.operation.responses?.[answered.status];
  if (allowed === undefined) throw new Error(`${says}, which the document does not have: ${answered.text}`);
  if (answered.text === '' || answered.method === 'HEAD') return;
  if (allowed.content?.[answered.mediaType] === undefined) {
    throw new Error(`${says} as ${answered.mediaType}, which the document does not have.`);
  }
  // Of NDJSON each line is a value of its own.
  if (!/[/+]json$/.test(answered.mediaType)) return;
  const pointer = `${found.pointer}/responses/${answered.status}/content/${escape(answered.mediaType)}/schema`;
  const validate = validatorOf(pointer);
  if (!validate(JSON.parse(answered.text))) {
    throw new Error(
      `${says}, not as the document says: ${ajv.errorsText(validate.errors)}\n${answered.text}`,
    );
  }
}

function validatorOf(pointer: string): ValidateFunction {
  const known = validators.get(pointer);
  if (known !== undefined) return known;
  const made = ajv.compile({ $ref: `document#${pointer}` });
  validators.set(pointer, made);
  return made;
}

function locate(from: OpenApiDocument, { method, url }: AnsweredRequest): Located | null {
  const asked = new URL(url, 'http://localhost').pathname;
  const templates = Object.keys(from.paths ?? {}).sort(
    (a, b) => (a.includes('{') ? 1 : 0) - (b.includes('{') ? 1 : 0),
  );
  const path = templates.find((template) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked),
  );
  if (path === undefined) return null;
  const name = method === 'HEAD' ? 'get' : method.toLowerCase();
  const operation = (from.paths?.[path] as Record<string, Located['operation']> | undefined)?.[name];
  return operation === undefined ? null : { pointer: `/paths/${escape(path)}/${name}`, operation };
}

function escape(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
