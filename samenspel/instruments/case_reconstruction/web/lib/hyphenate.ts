/** Afbreken: soft hyphens in long Dutch words, for narrow columns in browsers that do not know Dutch. */

const LONG = 11;
const SHORTEST = 4;
const VOWELS = /aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyéèëïöü]/giu;
const ONSETS = new Set([
  'ch', 'sch', 'schr', 'st', 'str', 'sl', 'sp', 'spr', 'sm', 'sn', 'tr', 'dr', 'br', 'bl', 'kr', 'kl', 'kn', 'pr', 'pl',
  'gr', 'gl', 'fr', 'fl', 'vr', 'vl', 'zw', 'tw', 'kw', 'dw', 'wr',
]);

/** The same text, in which a long word may break between syllables; short words stay as they are. */
export function softHyphens(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => (word.length < LONG ? word : broken(word)));
}

function broken(word: string): string {
  const nuclei = [...word.matchAll(VOWELS)].map((found) => ({ from: found.index, to: found.index + found[0].length }));
  const cuts = nuclei.slice(1).flatMap((next, index) => {
    const cluster = word.slice(nuclei[index]?.to, next.from).toLowerCase();
    const cut = next.from - onset(cluster);
    return cluster && cut >= SHORTEST && word.length - cut >= SHORTEST ? [cut] : [];
  });
  return cuts.reduceRight((text, cut) => `${text.slice(0, cut)}\u00ad${text.slice(cut)}`, word);
}

/** How many letters of the consonants between two vowels go with the second: the most that can begin a Dutch word. */
function onset(cluster: string): number {
  for (let length = Math.min(cluster.length, 4); length > 1; length -= 1) {
    // Two consonants are split, one to each side, unless they are one sound.
    if (ONSETS.has(cluster.slice(-length)) && (length < cluster.length || cluster === 'ch')) return length;
  }
  return Math.min(cluster.length, 1);
}
