const NOT_CODE = /[^0-9A-Z]/g;

/** The code in two groups of four, from whatever was typed or pasted. */
export function grouped(typed: string): string {
  const code = typed.toUpperCase().replace(NOT_CODE, '').slice(0, 8);
  return code.length > 4 ? `${code.slice(0, 4)} ${code.slice(4)}` : code;
}

/** Where the caret belongs after grouping: behind the same number of code characters. */
export function caretAfter(text: string, characters: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (seen === characters) return at;
    if (text[at] !== ' ') seen++;
  }
  return text.length;
}

function format(field: HTMLInputElement): void {
  const caret = field.selectionStart ?? field.value.length;
  const before = field.value.slice(0, caret).toUpperCase().replace(NOT_CODE, '').length;
  const text = grouped(field.value);
  if (text === field.value) return;
  field.value = text;
  const to = before === 4 && text.length > 4 ? 5 : caretAfter(text, before);
  field.setSelectionRange(to, to);
}

/** Formats the code field while typing and fills it from the address behind a QR code. */
export function codeField(page: ParentNode): void {
  const field = page.querySelector<HTMLInputElement>('[data-code]');
  if (!field) return;
  field.addEventListener('input', (event) => {
    if ((event as InputEvent).isComposing !== true) format(field);
  });
  const fromAddress = (): void => {
    const code = grouped(decodeURIComponent(location.hash.slice(1)));
    if (code.length !== 9) return;
    // The code leaves the address bar before anything else, so that no history keeps it.
    history.replaceState(null, '', location.pathname);
    field.value = code;
    field.form?.requestSubmit();
  };
  addEventListener('hashchange', fromAddress);
  fromAddress();
}
