/** Afbreken: soft hyphens in long Dutch compounds, for narrow columns; most browsers have no Dutch dictionary of their own. */

const LONG = /\p{L}{13,}/gu;
/** A first part with a joining s, or one of those that the run sheets use: samenwerkings-driehoek, casus-reconstructie. */
const FIRST = /^(\p{L}{3,}?(?:ings|heids|schaps|teits)|casus|dilemma|gespreks|kennis|toekomst)(?=\p{L}{4})/iu;

/** The same text, with a place in each long word where it may be broken. */
export function soften(text: string): string {
  return text.replace(LONG, (word) => word.replace(FIRST, '$1\u00ad'));
}
