/** Tekens tellen. The server counts with Python's len() on NFC text, which is code points; so do we. */

/** Number of code points of the text after NFC. */
export function countChars(text: string): number {
  let n = 0;
  for (const _ of text.normalize('NFC')) n += 1;
  return n;
}

/** The first `max` code points of the text after NFC; never half a surrogate pair. */
export function cutChars(text: string, max: number): string {
  return Array.from(text.normalize('NFC')).slice(0, Math.max(0, max)).join('');
}
