const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** C0 without tab, line feed and carriage return; DEL; C1; and the escape sequences of terminals with their body. */
const CONTROLS =
  /\u001b\[[0-9;?]{0,32}[ -/]{0,4}[@-~]|[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** White space, and what is as good as none: soft hyphen, zero-width characters, byte order mark. */
const BLANK = /^[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*$/u;

/** Why a text can't be stored as it came; null where it can. */
export function findTextFault(text: string): string | null {
  if (text.includes('\u0000')) return 'must not contain the character U+0000';
  if (LONE_SURROGATE.test(text)) return 'must not contain half of a surrogate pair';
  return null;
}

/**
 * The one form of a text that is hashed and stored: control characters and terminal sequences gone, line ends as LF.
 * Linear; the same for its own result.
 */
export function sanitiseText(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(CONTROLS, '');
}

/** Whether a reader would see nothing. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}
