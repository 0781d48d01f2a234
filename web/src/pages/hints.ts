/** Calm words under a field in which something looks like data of a person (CR-5). They advise and never stop anybody. */
import lists from '../../../samenspel/privacy_hints/lists.json';
import { find } from './personal_data';

const PAUSE = 700;

export function privacyHints(page: ParentNode): void {
  for (const field of page.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('[data-hints]')) watch(field);
}

function watch(field: HTMLTextAreaElement | HTMLInputElement): void {
  const place = document.createElement('div');
  place.className = 'privacy-hint';
  place.setAttribute('aria-live', 'polite');
  field.after(place);
  let said = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    const now = words(field.value);
    if (now.join() === said) return;
    said = now.join();
    place.replaceChildren(...now.map(paragraph));
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  field.addEventListener('change', look);
  // The server said it already where it came back with a warning.
  if (!field.dataset.warned) look();
}

/** What is said about a text: each kind once. */
export function words(text: string): string[] {
  const kinds = [...new Set(find(text).map((one) => one.kind))];
  return kinds.map((kind) => `Dit lijkt ${lists.kinds[kind].what}. ${lists.kinds[kind].instead}`);
}

function paragraph(text: string): HTMLElement {
  const made = document.createElement('p');
  made.textContent = text;
  return made;
}
