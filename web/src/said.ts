/** Gezegd: the words that people wrote in something, for whoever does not know which fields it has (R11). */

const FIELDS = (
  'title name short text word meaning what who due help_from question label left_text right_text low_text high_text assumption ' +
  'action happened effect step why reason note remark message function lead materials worked helped elsewhere date organiser'
).split(' ');

/** Each on a line of its own, in a fixed order; empty where nobody wrote anything. */
export function wordsIn(fields: unknown): string {
  if (typeof fields !== 'object' || fields === null) return '';
  const all = fields as Record<string, unknown>;
  const found = FIELDS.map((name) => all[name]).filter((value): value is string => typeof value === 'string' && !!value.trim());
  return [...new Set(found)].join('\n');
}
