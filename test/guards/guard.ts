/** A piece of text that stands exactly once in a file, and what takes its place. */
export interface Patch {
  file: string;
  find: string;
  replace: string;
}

/** Something in the code that keeps the promise, and the test that turns red without it. */
export interface Guard {
  name: string;
  /** What goes wrong without it. */
  without: string;
  patches: readonly Patch[];
  /** A test file, and the title there of the test that must fail. */
  test: { file: string; title: string };
}

/** Puts the text in. Throws where what is to be taken out does not stand there exactly once. */
export function applyPatch(text: string, { file, find, replace }: Patch): string {
  const count = text.split(find).length - 1;
  if (count !== 1) throw new Error(`${file} has ${count} times, and should have once: ${find}`);
  return text.replace(find, () => replace);
}
