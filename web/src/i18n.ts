/** Vertaling. The msgid is the Dutch sentence itself, so without a catalogue the screen is Dutch. */

export type Vars = Record<string, string | number>;
/** One text, or for a counted sentence its forms in the order singular, plural. */
export type Catalogue = Record<string, string | readonly string[]>;

let catalogue: Catalogue = {};
let plural = new Intl.PluralRules('nl');

/** Sets the catalogue for this page; call it before the first screen is mounted. */
export function setCatalogue(messages: Catalogue, locale = 'nl'): void {
  catalogue = messages;
  plural = new Intl.PluralRules(locale);
}

/** `t('Nog {n} te gaan', { n: 3 })`. A placeholder without a value stays readable as it is. */
export function t(msgid: string, vars?: Vars): string {
  const found = own(msgid);
  return fill(typeof found === 'string' ? found : (found?.[0] ?? msgid), vars);
}

/** `tn('nog {n} teken', 'nog {n} tekens', 34)`: the form that belongs to n, with n filled in. */
export function tn(one: string, many: string, n: number, vars?: Vars): string {
  const found = own(one);
  const forms = Array.isArray(found) ? (found as readonly string[]) : [one, many];
  const form = plural.select(n) === 'one' ? forms[0] : forms[forms.length - 1];
  return fill(form ?? many, { n, ...vars });
}

function own(msgid: string): string | readonly string[] | undefined {
  return Object.hasOwn(catalogue, msgid) ? catalogue[msgid] : undefined;
}

function fill(text: string, vars?: Vars): string {
  if (!vars) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(vars, name) ? String(vars[name]) : whole,
  );
}
