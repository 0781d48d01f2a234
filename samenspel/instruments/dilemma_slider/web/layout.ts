/** Where the names go on the line: no two overlap. The same as layout.py, which draws the export; tests/layout.json binds them. */

export interface Pin {
  readonly key: string;
  readonly name: string;
  readonly value: number;
  readonly before?: number | null;
}

export interface Spot {
  readonly key: string;
  readonly left: number;
  readonly width: number;
  readonly x: number;
  readonly before: number | null;
  readonly row: number;
}

function order(one: Pin, other: Pin): number {
  if (one.value !== other.value) return one.value - other.value;
  const a = [one.name.toLowerCase(), one.key];
  const b = [other.name.toLowerCase(), other.key];
  for (const i of [0, 1]) if (a[i] !== b[i]) return (a[i] ?? '') < (b[i] ?? '') ? -1 : 1;
  return 0;
}

/** Each name in the lowest row where it touches no other, and no arrow of another. Lengths in px. */
export function layOut(pins: readonly Pin[], width: number, letter: number, padding: number, gap: number): Spot[] {
  const rows: [number, number][][] = [];
  return [...pins].sort(order).map((pin) => {
    const wide = Math.min([...pin.name].length * letter + padding, width);
    const x = (pin.value / 100) * width;
    const before = pin.before == null ? null : (pin.before / 100) * width;
    const left = Math.min(Math.max(x - wide / 2, 0), width - wide);
    const start = Math.min(left, before ?? left) - gap / 2;
    const end = Math.max(left + wide, before ?? left) + gap / 2;
    let row = rows.findIndex((taken) => taken.every(([b, e]) => e <= start || b >= end));
    if (row < 0) row = rows.push([]) - 1;
    rows[row]?.push([start, end]);
    return { key: pin.key, left, width: wide, x, before, row };
  });
}
