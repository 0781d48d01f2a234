/** Where everything on the line goes: stations, labels that never overlap, a line of experience per party (CR-12, CR-14).
    Pure: sizes in px, text measured by whoever asks. */

export interface StationIn {
  readonly id: string;
  readonly label: string;
  /** How each party felt about the collaboration here, 1 to 5, by party id. */
  readonly felt?: ReadonlyMap<string, number>;
}

export interface PartyIn {
  readonly id: string;
  readonly name: string;
}

export interface LineIn {
  readonly width: number;
  /** Font size of the labels. */
  readonly text: number;
  readonly stations: readonly StationIn[];
  readonly current?: string | null;
  readonly measure: (text: string, bold: boolean) => number;
  /** With lines of experience: the parties in order, and the words at the top and the bottom. */
  readonly parties?: readonly PartyIn[];
  readonly best?: string;
  readonly worst?: string;
  /** False leaves the labels out, except the current one's. */
  readonly labels?: boolean;
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface StationOut {
  readonly id: string;
  readonly x: number;
  readonly r: number;
  readonly current: boolean;
  readonly label: Label | undefined;
  /** A thin line to a label that had to go lower. */
  readonly tick: number | undefined;
}

export interface FeltLine {
  readonly party: string;
  readonly d: string;
  readonly dots: { x: number; y: number }[];
  readonly name: Label;
  /** From the end of the line to its name. */
  readonly leader: string;
}

export interface LineOut {
  readonly width: number;
  readonly height: number;
  /** Of the line itself. */
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly stations: StationOut[];
  readonly felt: FeltLine[];
  readonly scale: Label[];
  readonly levels: number[];
  /** Where the level lines end. */
  readonly levelsTo: number;
}

const MOST_APART = 11;
const AS_IF = 8;

export function layoutLine(asked: LineIn): LineOut {
  const { width, text, stations, measure } = asked;
  const showFelt = !!asked.parties && stations.some((one) => one.felt?.size);
  const parties = showFelt ? (asked.parties ?? []).filter((one) => stations.some((station) => station.felt?.has(one.id))) : [];
  const names = Math.max(0, ...parties.map((one) => measure(one.name, true)));
  const scale = showFelt ? Math.max(measure(asked.best ?? '', false), measure(asked.worst ?? '', false)) : 0;
  const half = (station: StationIn | undefined): number => (station ? measure(station.label, true) / 2 : 0);
  const left = Math.max(text, scale ? scale + 1.6 * text : 0, Math.min(half(stations[0]), width / 4));
  const right = Math.max(text * 1.2, names ? names + 3.2 * text : 0, Math.min(half(stations.at(-1)), width / 4));
  const gaps = Math.max(stations.length, AS_IF) - 1;
  const apart = Math.max(0, Math.min(MOST_APART * text, (width - left - right) / gaps));
  const xs = stations.map((_, index) => left + index * apart);

  const row = text * 1.16;
  const band = showFelt ? Math.max(6 * text, parties.length * row) : 0;
  const big = text * 0.58;
  const y = band + (showFelt ? text * 0.7 : 0) + big + 2;
  const placed = placeLabels(asked, xs, text);
  const rows = placed.reduce((most, one) => Math.max(most, one ? one.row + 1 : 0), 0);
  const first = y + big + text * 0.95;
  const out = stations.map((station, index): StationOut => {
    const x = xs[index] ?? 0;
    const current = station.id === asked.current;
    const label = placed[index];
    return {
      id: station.id,
      x,
      r: current ? big : text * 0.45,
      current,
      label: label && { x: label.x, y: first + label.row * row, text: label.text },
      tick: label?.tick ? first + label.row * row - text * 0.9 : undefined,
    };
  });
  const level = (value: number): number => band - ((value - 1) / 4) * (band - text * 0.6);
  return {
    width,
    height: Math.ceil(rows ? first + (rows - 1) * row + text * 0.4 : y + big + 3),
    y,
    from: showFelt ? Math.max(0, left - text) : 2,
    to: width - 2,
    stations: out,
    felt: feltLines(asked, parties, xs, level, band, row),
    scale: showFelt
      ? [
          { x: 0, y: level(5) + text * 0.35, text: asked.best ?? '' },
          { x: 0, y: level(1) + text * 0.35, text: asked.worst ?? '' },
        ]
      : [],
    levels: showFelt ? [1, 3, 5].map(level) : [],
    levelsTo: (xs.at(-1) ?? 0) + text * 0.6,
  };
}

interface PlacedLabel {
  readonly x: number;
  readonly row: number;
  readonly text: string;
  readonly tick: boolean;
}

/** Each label under its station, in the highest row where it touches no label before it. */
function placeLabels(asked: LineIn, xs: readonly number[], text: number): (PlacedLabel | undefined)[] {
  const ends: number[] = [];
  const most = Math.max(asked.width / 4, text * 6);
  return asked.stations.map((station, index) => {
    const current = station.id === asked.current;
    if (!station.label || (asked.labels === false && !current)) return undefined;
    const said = shorten(station.label, most, (words) => asked.measure(words, current));
    const wide = asked.measure(said, current);
    const x = Math.min(Math.max(xs[index] ?? 0, wide / 2), asked.width - wide / 2);
    let row = 0;
    while ((ends[row] ?? -Infinity) > x - wide / 2) row += 1;
    const at = xs[index] ?? 0;
    const free = ends.slice(0, row).every((end) => end - text * 0.5 < at - 3);
    ends[row] = x + wide / 2 + text * 0.5;
    // The next labels stay clear of the thin line down to this one.
    if (free) for (let above = 0; above < row; above += 1) ends[above] = Math.max(ends[above] ?? 0, at + text * 0.3);
    return { x, row, text: said, tick: free && row > 0 };
  });
}

/** As much of the text as fits, with an ellipsis where it does not. */
export function shorten(text: string, most: number, measure: (text: string) => number): string {
  if (measure(text) <= most) return text;
  let kept = [...text];
  while (kept.length > 1 && measure(`${kept.join('').trimEnd()}…`) > most) kept = kept.slice(0, -1);
  return `${kept.join('').trimEnd()}…`;
}

function feltLines(
  asked: LineIn, parties: readonly PartyIn[], xs: readonly number[], level: (value: number) => number, band: number, row: number,
): FeltLine[] {
  const { text, stations } = asked;
  const step = Math.min(text * 0.2, (text * 1.2) / Math.max(parties.length, 1));
  const lastX = Math.max(...xs.filter((_, index) => stations[index]?.felt?.size), 0);
  const drawn = parties.map((party, seat) => {
    // A little apart, so that two parties that felt the same are both seen.
    const shift = (seat - (parties.length - 1) / 2) * step;
    const dots = stations.flatMap((station, index) => {
      const value = station.felt?.get(party.id);
      return value === undefined ? [] : [{ x: xs[index] ?? 0, y: level(value) + shift }];
    });
    return { party, dots };
  });
  const wanted = drawn.map((one) => one.dots.at(-1)?.y ?? 0);
  const ys = spread(wanted, row, row * 0.5, Math.max(band, parties.length * row));
  const nameX = lastX + text * 2.1;
  return drawn.map(({ party, dots }, index) => {
    const end = dots.at(-1) ?? { x: 0, y: 0 };
    const at = ys[index] ?? end.y;
    const from = nameX - text * 1.4;
    return {
      party: party.id,
      d: curve(dots),
      dots,
      name: { x: nameX, y: at + text * 0.34, text: party.name },
      leader: `M${n(end.x)} ${n(end.y)} L${n(Math.max(from, end.x))} ${n(end.y)} L${n(nameX - text * 0.35)} ${n(at)}`,
    };
  });
}

/** The same order, at least `gap` apart, as near to what was wanted as may be, and within [low, high] when that fits. */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  // Who would touch becomes one block around its own middle; blocks that then touch become one again.
  const blocks: { members: number[]; middle: number }[] = [];
  const half = (block: { members: number[] }): number => ((block.members.length - 1) * gap) / 2;
  for (const index of order) {
    let block = { members: [index], middle: wanted[index] ?? 0 };
    for (let before = blocks.at(-1); before && before.middle + half(before) + gap > block.middle - half(block); before = blocks.at(-1)) {
      blocks.pop();
      const members = [...before.members, ...block.members];
      block = { members, middle: members.reduce((sum, one) => sum + (wanted[one] ?? 0), 0) / members.length };
    }
    block.middle = Math.max(low + half(block), Math.min(high - half(block), block.middle));
    blocks.push(block);
  }
  const out = [...wanted];
  let floor = low;
  for (const block of blocks) {
    let at = Math.max(floor, block.middle - half(block));
    for (const index of block.members) {
      out[index] = at;
      at += gap;
    }
    floor = at;
  }
  return out;
}

/** Level at every station and smooth between: it never shoots past what somebody said. */
export function curve(dots: readonly { x: number; y: number }[]): string {
  return dots
    .map((dot, index) => {
      const before = dots[index - 1];
      if (!before) return `M${n(dot.x)} ${n(dot.y)}`;
      const middle = n((before.x + dot.x) / 2);
      return `C${middle} ${n(before.y)} ${middle} ${n(dot.y)} ${n(dot.x)} ${n(dot.y)}`;
    })
    .join(' ');
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
