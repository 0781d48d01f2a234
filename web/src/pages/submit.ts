/** A second tap while a form is on its way does nothing. */
export function oneSubmit(page: ParentNode): void {
  const forms = page.querySelectorAll('form');
  for (const form of forms) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent === 'yes') {
        event.preventDefault();
        return;
      }
      form.dataset.sent = 'yes';
      form.querySelector('button[type="submit"]')?.setAttribute('aria-disabled', 'true');
    });
  }
  // Coming back with the browser's own button must give a form that works.
  addEventListener('pageshow', () => {
    for (const form of forms) {
      delete form.dataset.sent;
      form.querySelector('button[type="submit"]')?.removeAttribute('aria-disabled');
    }
  });
}
