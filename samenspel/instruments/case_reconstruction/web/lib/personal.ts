/** Persoonsgegevens: what looks like data of a person (CR-5). A warning before it is shown, never a barrier. */
import { find } from '$lib/pages/personal_data';

const BORN = /\b(?:geb\.|geboren|geboortedatum)/i;

export function looksPersonal(text: string): boolean {
  return BORN.test(text) || find(text).length > 0;
}
