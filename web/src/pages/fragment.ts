/** Hands the secret behind # to the server by POST, so that it never stands in an address that is logged. */
export function fragmentToken(page: ParentNode): void {
  const field = page.querySelector<HTMLInputElement>('[data-fragment]');
  if (!field?.form) return;
  const form = field.form;
  const exchange = (): void => {
    const token = location.hash.slice(1);
    if (!/^[\w-]{20,100}$/.test(token)) return show(page, 'missing');
    history.replaceState(null, '', location.pathname);
    field.value = token;
    show(page, 'busy');
    form.submit();
  };
  addEventListener('hashchange', exchange);
  // An answer of the server ("expired") stays standing; only a fresh secret is worth another try.
  if (location.hash.length > 1 || field.dataset.fragment !== 'answered') exchange();
}

function show(page: ParentNode, state: string): void {
  for (const part of page.querySelectorAll<HTMLElement>('[data-when]')) part.hidden = part.dataset.when !== state;
}
