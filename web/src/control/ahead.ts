import { t, tn } from '$lib/i18n';

/** Beyond this it is no matter of pace: a try-out on another day. */
const MOST = 180;

/** `6 min voor op schema`, `4 min achter op schema`; a minute more or less is `op schema`; on another day nothing. */
export function aheadText(minutes: number): string {
  if (Math.abs(minutes) > MOST) return '';
  if (minutes > 1) return tn('{n} min voor op schema', '{n} min voor op schema', minutes);
  if (minutes < -1) return tn('{n} min achter op schema', '{n} min achter op schema', -minutes);
  return t('op schema');
}
