/** Koppelingen: asks the server for a link; the answer is the only time it is shown. */
import { t } from '$lib/i18n';
import type { Page, Surface } from '$lib/protocol';

export interface Linked {
  readonly url: string;
  readonly problem: string;
}

export async function askLink(page: Page, surface: Surface, attendee = ''): Promise<Linked> {
  try {
    const answer = await fetch(`/s/${page.session}/koppeling`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'X-CSRFToken': page.csrf },
      body: new URLSearchParams({ surface, attendee }),
    });
    const said = (await answer.json()) as { url?: string; text?: string };
    return { url: said.url ?? '', problem: said.url ? '' : (said.text ?? t('Het lukt nu niet. Probeer het zo opnieuw.')) };
  } catch {
    return { url: '', problem: t('Geen verbinding. Er is geen link gemaakt; probeer het zo opnieuw.') };
  }
}
