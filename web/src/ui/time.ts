import { t, tn } from '$lib/i18n';

/** Seconds as a clock: `4:05`, `1:04:05`. Below zero it stays `0:00`. */
export function clock(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  const rest = two(left % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds as people say it: `nog 12 min`, `nog minder dan 1 min`, `tijd is om`, `3 min over de tijd`. */
export function minutesLeft(seconds: number): string {
  if (seconds >= 60) return tn('nog {n} min', 'nog {n} min', Math.floor(seconds / 60));
  if (seconds > 0) return t('nog minder dan 1 min');
  if (seconds > -60) return t('tijd is om');
  return tn('{n} min over de tijd', '{n} min over de tijd', Math.floor(-seconds / 60));
}
