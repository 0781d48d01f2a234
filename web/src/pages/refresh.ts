/** Parts of a page that follow what goes on at the server: read again every so many seconds, for as long as the server
 * asks for it with `data-refresh`. Without a script there is a link that does the same. */
export function refreshing(page: Document): void {
  for (const part of page.querySelectorAll<HTMLElement>('[data-refresh][id]')) later(page, part);
}

function later(page: Document, part: HTMLElement): void {
  const seconds = Number(part.dataset.refresh);
  if (seconds > 0) setTimeout(() => void again(page, part), seconds * 1000);
}

async function again(page: Document, part: HTMLElement): Promise<void> {
  // Nobody looks, or somebody is at it with the keyboard: wait for a better moment.
  if (page.hidden || part.contains(page.activeElement)) return later(page, part);
  const found = await read(part.id);
  if (!found) return later(page, part);
  part.replaceWith(found);
  later(page, found);
}

async function read(id: string): Promise<HTMLElement | null> {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id);
  } catch {
    return null;
  }
}
