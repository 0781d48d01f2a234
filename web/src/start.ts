/** Starts one surface on its page: reads which session it is, connects, and draws. */
import { mount, type Component } from 'svelte';
import type { EarlyLine } from './early';
import { readPage, type Surface } from './protocol';
import { Room } from './room.svelte';
import { keepFocus } from './shell/focus';
import { browserWorld, listenToPage } from './world';

export function start(surface: Surface, screen: Component<{ room: Room }>, early?: EarlyLine): void {
  const target = document.getElementById('app');
  if (!target) return;
  const page = readPage(surface);
  const room = new Room(page, browserWorld(page.session, surface, early), sessionStorage).open();
  listenToPage(room.connection);
  target.replaceChildren();
  if (surface !== 'wand') keepFocus(target);
  mount(screen, { target, props: { room } });
}
