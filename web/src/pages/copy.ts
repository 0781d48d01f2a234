/** Buttons that copy a text to the clipboard and say so. They stay hidden where the browser cannot copy. */
export function copyButtons(page: ParentNode): void {
  if (!navigator.clipboard) return;
  for (const button of page.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false;
    const before = button.textContent;
    const status = document.createElement('span');
    status.className = 'visually-hidden';
    status.setAttribute('role', 'status');
    button.after(status);
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy ?? '');
      button.textContent = button.dataset.done ?? before;
      status.textContent = button.dataset.done ?? '';
      setTimeout(() => {
        button.textContent = before;
        status.textContent = '';
      }, 2500);
    });
  }
}
