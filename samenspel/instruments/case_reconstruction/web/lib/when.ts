/** Wanneer, in Dutch words: the browser's half of when.py (CR-6). Keep the two saying the same. */
import { t } from '$lib/i18n';
import type { When } from '$lib/protocol.gen';

const months = (): string[] => [
  t('januari'), t('februari'), t('maart'), t('april'), t('mei'), t('juni'),
  t('juli'), t('augustus'), t('september'), t('oktober'), t('november'), t('december'),
];
const shortMonths = (): string[] => [
  t('jan'), t('feb'), t('mrt'), t('apr'), t('mei'), t('juni'), t('juli'), t('aug'), t('sept'), t('okt'), t('nov'), t('dec'),
];
const season = (key: NonNullable<When['season']>): string =>
  ({ spring: t('voorjaar'), summer: t('zomer'), autumn: t('najaar'), winter: t('winter') })[key];
const FIRST_MONTH = { spring: 3, summer: 6, autumn: 9, winter: 12 };
const WIDTH = { year: 0, season: 1, month: 2, about: 3, exact: 4 };

/** Whole: '12 maart 2025', 'sept 2024', 'najaar 2024', 'winter 2024-2025', 'rond kerst 2024'. */
export function whenWords(when: When): string {
  if (when.kind === 'exact' && when.month && when.day) return `${when.day} ${months()[when.month - 1]} ${when.year}`;
  if (when.kind === 'season' && when.season === 'winter') return `${season('winter')} ${when.year}-${when.year + 1}`;
  const label = bare(when);
  return label ? `${label} ${when.year}` : String(when.year);
}

/** For a station on the line: '12 dec', 'sept', 'rond kerst'; with the year where it differs from the one before. */
export function whenShort(when: When, before?: When): string {
  if (when.kind === 'exact' && when.month && when.day) {
    const day = `${when.day} ${shortMonths()[when.month - 1]}`;
    return before?.year === when.year ? day : `${day} ${when.year}`;
  }
  const label = bare(when);
  if (!label) return String(when.year);
  return before?.year === when.year ? label : `${label} ${when.year}`;
}

/** With a capital and months in full, as it stands above a moment: 'Oktober 2025'. */
export function whenTitle(when: When): string {
  const words = when.kind === 'month' && when.month ? `${months()[when.month - 1]} ${when.year}` : whenWords(when);
  return words.charAt(0).toLocaleUpperCase('nl') + words.slice(1);
}

/** For `<time datetime>`; empty where it is no date that a machine knows. */
export function whenIso(when: When): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  if (when.kind === 'exact' && when.month && when.day) return `${when.year}-${two(when.month)}-${two(when.day)}`;
  if (when.kind === 'month' && when.month) return `${when.year}-${two(when.month)}`;
  return when.kind === 'year' ? String(when.year) : '';
}

/** Before 0 after, wider periods before narrower ones; the same order as sort_key in when.py. */
export function compareWhen(one: When, other: When): number {
  const a = key(one);
  const b = key(other);
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return (a[at] ?? 0) - (b[at] ?? 0);
  return 0;
}

/** An ISO day such as a look-back date: 'donderdag 12 maart 2026'. */
export function dayWords(iso: string): string {
  const [year, month, day] = iso.split('-').map(Number);
  if (!year || !month || !day) return iso;
  const weekday = [t('zondag'), t('maandag'), t('dinsdag'), t('woensdag'), t('donderdag'), t('vrijdag'), t('zaterdag')];
  return `${weekday[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]} ${day} ${months()[month - 1]} ${year}`;
}

/** An ISO day without the weekday: '12 maart 2026'. */
export function dateWords(iso: string): string {
  return dayWords(iso).replace(/^\S+ (?=\d)/, '');
}

function bare(when: When): string {
  if (when.kind === 'month' && when.month) return shortMonths()[when.month - 1] ?? '';
  if (when.kind === 'season' && when.season) return season(when.season);
  return when.kind === 'about' ? when.label : '';
}

function key(when: When): number[] {
  if (when.kind === 'year') return [when.year, 0, 0, WIDTH.year];
  if (when.kind === 'season' && when.season) return [when.year, FIRST_MONTH[when.season], 0, WIDTH.season];
  return [when.year, when.month ?? 0, when.day ?? 0, WIDTH[when.kind]];
}
