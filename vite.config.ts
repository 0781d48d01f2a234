import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { wholeManifest } from './web/whole-manifest.ts';
import { withoutUnusedRules } from './web/unused-rules.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One entry per surface, `line` for what the phone does first, and `pages` for everything Django renders itself. */
const entries = ['control', 'line', 'participant', 'wall', 'pages'].filter((name) => existsSync(at(`web/src/${name}.ts`)));

const BASE = new RegExp(
  [
    'rolldown/runtime|node_modules/svelte/src/(?:internal|reactivity|index-client)',
    'web/src/(?:draft|i18n|missed|outbox|protocol|records|room|said|sent|serverclock|socket|start|texts|world)\\.(?:svelte\\.)?ts$',
    'web/src/(?:participant/(?:Participant|Header|Menu|Waiting)|Screen|shell/Ending|shell/Missed|shell/StaleNotice|shell/Answer)\\.svelte',
    'web/src/ui/(?:announce|buttonClass|chars|icons|time|uid)\\.ts$',
    'web/src/ui/(?:Button|ButtonLink|Choice|ConnectionBar|Counter|Dialog|Field|Icon|Live|MomentCard|Notice|OptionGroup|OptionTile|PartyMark|SavedState|SkipLink|TextArea|TextInput|Select|Confirm|EmptyState|Disclosure|Sheet)\\.svelte',
  ].join('|'),
);

/** What all parts of the casusreconstructie read their records with, and what a telephone has in its second part. */
const CASE = /case_reconstruction\/web\/(?:Participant\.svelte$|lib\/(?:hints|say|timeline|when|words)\.ts|participant\/(?:Suggested|task)\.svelte)/;
const MOMENT = /case_reconstruction\/web\/participant\/(?:Earlier|FeltScale|MomentTask|OwnReading|Stand|StandFields|SuggestMoment|Timeline|WhenPick|WriteReading|stand)\.svelte/;

export default defineConfig({
  root: at('.'),
  base: '/static/web/',
  publicDir: false,
  plugins: [svelte(), wholeManifest()],
  css: { postcss: { plugins: [withoutUnusedRules([at('web/src'), at('samenspel')])] } },
  resolve: {
    alias: { $lib: at('web/src'), $instruments: at('samenspel/instruments') },
    // Without this vitest takes Svelte's server build, in which runes do not run.
    conditions: process.env.VITEST ? ['browser'] : undefined,
  },
  build: {
    outDir: at('samenspel/project/static/web'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    // The content security policy has no data: source, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rollupOptions: {
      input: Object.fromEntries(entries.map((name) => [name, at(`web/src/${name}.ts`)])),
      // What a telephone loads together compresses better in one file than in thirty, and asks less of a thin line (B16).
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', test: BASE, priority: 3 },
            { name: 'case', test: CASE, priority: 2 },
            { name: 'moment', test: MOMENT, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    environment: at('web/test-environment.ts'),
    include: ['web/**/*.test.ts', 'samenspel/instruments/**/web/**/*.test.ts'],
    passWithNoTests: true,
  },
});
