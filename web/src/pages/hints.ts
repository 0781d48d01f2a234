/** Calm words under a field in which something looks like data of a person (CR-5). They advise and never stop anybody. */
import lists from '../../../samenspel/privacy_hints/lists.json';
import { find } from './personal_data';

const PAUSE = 700;
const NEAR = 40;

export function privacyHints(page: ParentNode): void {
  for (const field of page.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('[data-hints]')) {
    watch(field);
    if (field.dataset.most) count(field, Number(field.dataset.most));
  }
}

/** How many signs are left, said when it begins to matter. Nothing is cut off: who pastes too much, sees how much. */
function count(field: HTMLTextAreaElement | HTMLInputElement, most: number): void {
  const place = document.createElement('p');
  place.className = 'signs';
  place.setAttribute('aria-live', 'polite');
  field.after(place);
  const look = (): void => {
    const left = most - [...field.value.trim().normalize('NFC')].length;
    place.textContent = left > NEAR ? '' : left < 0 ? `${-left} tekens te veel` : `Nog ${left} tekens`;
    place.classList.toggle('signs--over', left < 0);
  };
  field.addEventListener('input', look);
  look();
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
  if (!('warned' in field.dataset)) look();
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
