export type Reader = (id: string) => Promise<HTMLElement | null>;

/** Parts of a page that follow what goes on at the server: read again every so many seconds, for as long as the server
 * asks for it with `data-refresh`. Without a script there is a link that does the same. */
export function refreshing(page: Document, read: Reader = readAgain): void {
  for (const part of page.querySelectorAll<HTMLElement>('[data-refresh][id]')) later(page, part, read);
}

function later(page: Document, part: HTMLElement, read: Reader): void {
  const seconds = Number(part.dataset.refresh);
  if (seconds > 0) setTimeout(() => void again(page, part, read), seconds * 1000);
}

async function again(page: Document, part: HTMLElement, read: Reader): Promise<void> {
  // Nobody looks, or somebody is at it with the keyboard: wait for a better moment.
  const found = page.hidden || part.contains(page.activeElement) ? null : await read(part.id);
  if (found) part.replaceWith(found);
  later(page, found ?? part, read);
}

async function readAgain(id: string): Promise<HTMLElement | null> {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id);
  } catch {
    return null;
  }
}
