import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// Read from disk: the test runner hands out style sheets as empty text.
const here = dirname(fileURLToPath(import.meta.url));
const theme = (name: string): string => readFileSync(join(here, '..', 'theme', `${name}.css`), 'utf8');
const party = theme('party');
const tokens = theme('tokens');

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function token(name: string): string {
  const found = new RegExp(`--samenspel-${name}: (#[0-9a-f]{6});`).exec(tokens)?.[1];
  if (!found) throw new Error(`no token ${name}`);
  return found;
}

const parties = [...party.matchAll(/\.party-(\d+) \{\s*--paper: (#\w{6});\s*--edge: (#\w{6});/g)];

it('has twelve parties', () => expect(parties).toHaveLength(12));

describe.each(parties.map(([, n, paper, edge]) => ({ n, paper: paper ?? '', edge: edge ?? '' })))(
  'party $n',
  ({ paper, edge }) => {
    it('has words that are read on the wall (7:1)', () =>
      expect(contrast(token('ink'), paper)).toBeGreaterThanOrEqual(7));
    it('has an edge that shows on the ground (3:1)', () =>
      expect(contrast(edge, token('ground'))).toBeGreaterThanOrEqual(3));
  },
);

it.each([
  ['ink', 'ground', 7],
  ['ink-soft', 'ground', 7],
  ['ink-soft', 'tint', 7],
  ['action-ink', 'action', 7],
  ['action', 'ground', 4.5],
  ['action', 'action-tint', 4.5],
  ['attention', 'attention-tint', 4.5],
  ['danger', 'danger-tint', 4.5],
  ['danger', 'ground', 4.5],
  ['ok', 'ok-tint', 4.5],
  ['focus', 'focus-ink', 7],
])('%s on %s is at least %d', (front, back, least) =>
  expect(contrast(token(front), token(back))).toBeGreaterThanOrEqual(least),
);
