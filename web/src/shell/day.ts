const DAY = new Intl.DateTimeFormat('nl-NL', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `2026-12-01` as people say it; what is not a date stays as it is. */
export function dayInWords(iso: string): string {
  const day = new Date(`${iso}T00:00:00Z`);
  return iso && !Number.isNaN(day.getTime()) ? DAY.format(day) : iso;
}
