/** Which snippets the instrument on screen put in the places of Regie. */
import { getContext, setContext, type Snippet } from 'svelte';

const KEY = Symbol('places');

export class Places {
  aside = $state.raw<Snippet | undefined>();
  footer = $state.raw<Snippet | undefined>();
}

export function providePlaces(): Places {
  return setContext(KEY, new Places());
}

/** Fills a place for as long as the component lives; elsewhere than in Regie it fills nothing. */
export function fillPlace(name: 'aside' | 'footer', content: () => Snippet): void {
  const places = getContext<Places | undefined>(KEY);
  $effect(() => {
    const snippet = content();
    if (!places) return;
    places[name] = snippet;
    return () => {
      if (places[name] === snippet) places[name] = undefined;
    };
  });
}
