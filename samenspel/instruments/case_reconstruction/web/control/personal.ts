/** Persoonsgegevens: what looks like data of a person (CR-5). A warning before it is shown, never a barrier. */

const MARKS: readonly RegExp[] = [
  /\b\d{9}\b/, // burgerservicenummer
  /(?:\+31|\b0)[\s-]?\d(?:[\s-]?\d){8}\b/, // telephone
  /[^\s@]+@[^\s@]+\.[a-z]{2,}/i,
  /\b\d{4}\s?[A-Z]{2}\b/, // postcode
  /\b(?:geb\.|geboren|geboortedatum)/i,
  /\b\p{Lu}\p{Ll}+(?:straat|laan|weg|plein|kade|gracht|singel|hof)\s+\d+/u,
  /\b(?:mevrouw|meneer|mevr?\.|dhr\.|mw\.)\s+(?:(?:van|de|der|den|ter|ten|el|al)\s+)*\p{Lu}\p{Ll}/u,
];

export function looksPersonal(text: string): boolean {
  return MARKS.some((mark) => mark.test(text));
}
