/** Leaves out what the style sheets of NL Design System have for parts and variants that no screen or page uses (B16). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AcceptedPlugin } from 'postcss';

const THEIRS = /\b(?:nl|utrecht)-[a-z][a-z-]*(?:(?:__|--)[a-z0-9-]*)*/g;
const THEIRS_ONE = /^\.(?:nl|utrecht)-/;
const SOURCE = /\.(?:svelte|ts|html|py)$/;

/** Every class of theirs that is written somewhere; one that ends in `-` stands for all that begin so. */
function usedClasses(folders: readonly string[]): (name: string) => boolean {
  const whole = new Set<string>();
  const begin = new Set<string>();
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!SOURCE.test(file) || file.includes('node_modules')) continue;
      for (const [name] of readFileSync(join(folder, file), 'utf8').matchAll(THEIRS)) (name.endsWith('-') ? begin : whole).add(name);
    }
  }
  return (name) => whole.has(name) || [...begin].some((start) => name.startsWith(start));
}

/** Without the parts that may hold a class that nothing has: what is not there, and one of several. */
function demanded(selector: string): string {
  const inner = /:(?:not|has|is|where)\((?:[^()]|\([^()]*\))*\)/g;
  return selector.replace(inner, (part) => (/^:(?:not|has)/.test(part) || part.includes(',') ? '' : part));
}

/** The PostCSS step; `folders` hold everything that may name a class. */
export function withoutUnusedRules(folders: readonly string[]): AcceptedPlugin {
  const used = usedClasses(folders);
  const possible = (selector: string): boolean =>
    (demanded(selector).match(/\.[\w-]+/g) ?? []).every((name) => !THEIRS_ONE.test(name) || used(name.slice(1)));
  return {
    postcssPlugin: 'without-unused-rules',
    OnceExit(root) {
      root.walkRules((rule) => {
        if (rule.parent?.type === 'atrule' && /keyframes$/.test(rule.parent.name)) return;
        const kept = rule.selectors.filter(possible);
        if (!kept.length) rule.remove();
        else if (kept.length < rule.selectors.length) rule.selectors = kept;
      });
      root.walkAtRules((at) => {
        if (at.nodes?.length === 0) at.remove();
      });
    },
  };
}
