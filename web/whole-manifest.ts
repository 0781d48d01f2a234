/** Lets the manifest name every screen, also one that was put in a file with others: the page asks for it ahead (B16). */
import { relative } from 'node:path';
import type { Plugin } from 'vite';

const SCREEN = /\.svelte$/;

export function wholeManifest(): Plugin {
  let root = '';
  return {
    name: 'whole-manifest',
    enforce: 'post',
    configResolved: (config) => void (root = config.root),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const file = bundle['manifest.json'];
        if (file?.type !== 'asset') return;
        const manifest = JSON.parse(String(file.source)) as Record<string, { file: string }>;
        const named = new Map(Object.values(manifest).map((entry) => [entry.file, entry]));
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk') continue;
          for (const id of chunk.moduleIds) {
            const source = relative(root, id);
            const entry = named.get(chunk.fileName);
            if (SCREEN.test(id) && entry && this.getModuleInfo(id)?.dynamicImporters.length) manifest[source] ??= entry;
          }
        }
        file.source = JSON.stringify(manifest, null, 2);
      },
    },
  };
}
