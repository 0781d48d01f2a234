import type { Environment } from 'vitest/runtime';

/** Node without a DOM, but with Svelte compiled as in the browser: otherwise runes do not react in tests. */
export default {
  name: 'runes',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
} satisfies Environment;
