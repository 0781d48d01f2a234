/** Banen: many places on the line, by party. Every place and every shift has a lane of its own where others would be in its way. */

export interface Placed {
  readonly key: string;
  readonly party: string;
  readonly name: string;
  readonly colour: number;
  readonly value: number;
  readonly before: number | null;
}

export interface Dot {
  readonly key: string;
  readonly value: number;
  readonly before: number | null;
  /** Counted from the top of its band. */
  readonly lane: number;
}

export interface Band {
  readonly party: string;
  readonly name: string;
  readonly colour: number;
  readonly lanes: number;
  readonly dots: readonly Dot[];
}

/** One band per party, in the order of their names. `near`: how close two dots may come, in points of the line. */
export function bands(placed: readonly Placed[], near: number, nobody: string): Band[] {
  const parties = new Map<string, Placed[]>();
  for (const one of placed) parties.set(one.party, [...(parties.get(one.party) ?? []), one]);
  return [...parties]
    .map(([party, own]) => {
      const dots = lanesOf(own, near);
      const lanes = Math.max(0, ...dots.map((dot) => dot.lane + 1));
      return { party, name: party ? (own[0]?.name ?? '') : nobody, colour: own[0]?.colour ?? 12, lanes, dots };
    })
    .sort((one, other) => Number(!one.party) - Number(!other.party) || one.name.localeCompare(other.name, 'nl'));
}

function lanesOf(placed: readonly Placed[], near: number): Dot[] {
  const lanes: [number, number][][] = [];
  // By place and not by arrival, so that the drawing does not tell who was first.
  const sorted = [...placed].sort((a, b) => a.value - b.value || (a.before ?? a.value) - (b.before ?? b.value) || (a.key < b.key ? -1 : 1));
  return sorted.map(({ key, value, before }) => {
    const start = Math.min(value, before ?? value);
    const end = Math.max(value, before ?? value);
    let lane = lanes.findIndex((taken) => taken.every(([from, to]) => to + near <= start || end + near <= from));
    if (lane < 0) lane = lanes.push([]) - 1;
    lanes[lane]?.push([start, end]);
    return { key, value, before, lane };
  });
}
