/** Afbreken: where long Dutch compounds may break in narrow columns; few browsers bring a Dutch dictionary. Between the parts
    of a compound, so that a part stays whole; a very long word of unknown parts between syllables. */

const LONG = 11;
const VERY_LONG = 16;
const SHORTEST = 4;
/** Second parts that are common around a case. A longer one stands before one that it contains. */
const PARTS = `aanbieder|aangifte|aanvraag|aanzegging|achter(?=stand)|stand|afspraak|afspraken|begeleider|begeleiding|behandelaar|behandeling|bescherming|
  besluit|bezoek|bewoner|bijeenkomst|budget|bureau|casus|consulent|contact|coördinator|corporatie|dienst|dossier|gebied|gesprek|gezin|
  hulpverlen|hulp|indicatie|instelling|kamer|kantoor|kinderen|kracht|leerkracht|loket|maatregel|machtiging|manager|medewerker|melding|moeder|
  onderzoek|ondersteuner|ondersteuning|ontruiming|opname|organisatie|overlast|overleg|partner|patroon|politie|punt|rapport|rechter|
  regisseur|reconstructie|sanering|school|schuld|stelling|tafel|team|toezicht|traject|uitspraak|vader|verantwoordelijkheid|vergadering|
  verlening|verplichting|verpleegkundige|verslag|vertrouwen|verzoek|voogd|voorziening|weigering|werker|wijkteam|wijziging|woning|zorg`.replace(/\s/g, '');
const BORDER = new RegExp(`${PARTS}|(?<=.{3}(?:ings|heids|schaps|teits))(?=.{4})`, 'giu');
const VOWELS = /aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyéèëïöü]/giu;
const ONSETS = new Set([
  'ch', 'sch', 'schr', 'st', 'str', 'sl', 'sp', 'spr', 'sm', 'sn', 'tr', 'dr', 'br', 'bl', 'kr', 'kl', 'kn', 'pr', 'pl',
  'gr', 'gl', 'fr', 'fl', 'vr', 'vl', 'zw', 'tw', 'kw', 'dw', 'wr',
]);

/** The same text, in which a long word may break; short words stay as they are. */
export function softHyphens(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => (word.length < LONG ? word : broken(word)));
}

function broken(word: string): string {
  const borders = [...word.matchAll(BORDER)].map((found) => found.index).filter((cut) => fits(word, cut));
  const cuts = borders.length || word.length < VERY_LONG ? borders : syllables(word);
  return cuts.reduceRight((text, cut) => `${text.slice(0, cut)}\u00ad${text.slice(cut)}`, word);
}

const fits = (word: string, cut: number): boolean => cut >= SHORTEST - 1 && word.length - cut >= SHORTEST;

function syllables(word: string): number[] {
  const nuclei = [...word.matchAll(VOWELS)].map((found) => ({ from: found.index, to: found.index + found[0].length }));
  return nuclei.slice(1).flatMap((next, index) => {
    const cluster = word.slice(nuclei[index]?.to, next.from).toLowerCase();
    const cut = next.from - onset(cluster);
    return cluster && cut >= SHORTEST && fits(word, cut) ? [cut] : [];
  });
}

/** How many letters of the consonants between two vowels go with the second: the most that can begin a Dutch word. */
function onset(cluster: string): number {
  for (let length = Math.min(cluster.length, 4); length > 1; length -= 1) {
    // Two consonants are split, one to each side, unless they are one sound.
    if (ONSETS.has(cluster.slice(-length)) && (length < cluster.length || cluster === 'ch')) return length;
  }
  return Math.min(cluster.length, 1);
}
