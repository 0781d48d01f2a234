/** Times and codes as people read them. */
import { t } from '$lib/i18n';

const time = new Intl.DateTimeFormat('nl-NL', { hour: '2-digit', minute: '2-digit', hour12: false });

/** `13:45`, in the time zone of this device. */
export function timeOfDay(ms: number): string {
  return time.format(ms);
}

/** `KM7R 4TWX`: in two groups, as it is read out loud. */
export function groupedCode(code: string): string {
  const bare = code.replace(/[\s-]/g, '');
  return bare.length === 8 ? `${bare.slice(0, 4)} ${bare.slice(4)}` : code;
}

/** `nog 1 uur en 20 min`; below an hour as minutes. */
export function timeLeft(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const rest = minutes % 60;
  if (minutes < 60) return t('nog {n} min', { n: minutes });
  return rest ? t('nog {uur} uur en {n} min', { uur: Math.floor(minutes / 60), n: rest }) : t('nog {uur} uur', { uur: minutes / 60 });
}

/** From `<input type="datetime-local">` to ms and back, in the time zone of this device. */
export function toLocalInput(ms: number): string {
  if (!ms) return '';
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function fromLocalInput(text: string): number {
  const ms = new Date(text).getTime();
  return Number.isFinite(ms) ? ms : 0;
}
