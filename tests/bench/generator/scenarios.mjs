// What everybody does: the wave, the storm at the door, the drag. Times in milliseconds of one steady clock.
import { setTimeout as sleep } from 'node:timers/promises';
import { cpu, memory } from './server.mjs';
import { scan } from './marks.mjs';

const AT_ONCE = 50;
const OPEN_PATIENCE = 60_000;
const CALM = 0.1;

/** The same dice for every system. */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** p50, p95 and the largest of some times, rounded to microseconds. */
export function spread(values) {
  const sorted = Float64Array.from(values).sort();
  const at = (share) => {
    if (sorted.length === 0) return null;
    const place = share * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, sorted.length - 1);
    return Math.round((sorted[low] + (sorted[high] - sorted[low]) * (place - low)) * 1000) / 1000;
  };
  return { p50: at(0.5), p95: at(0.95), most: at(1) };
}

/** People in a room: one observer, who keeps it alive, and those who take part. */
export class Crowd {
  constructor({ make, port, pids, room }) {
    Object.assign(this, { make, port, pids, room, clients: [], refused: [], ended: [] });
  }

  enter(turn, heard = {}) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`client ${turn} never got the state`)), OPEN_PATIENCE);
      const client = this.make({
        port: this.port,
        room: this.room,
        turn,
        heard: {
          told: () => {},
          saved: () => {},
          ready: () => {
            clearTimeout(timer);
            resolve(client);
          },
          refused: (text) => this.refused.push(text),
          ended: (code) => {
            this.ended.push(code);
            clearTimeout(timer);
            reject(new Error(`client ${turn} was closed with ${code}`));
          },
          ...heard,
        },
      });
      this.clients.push(client);
    });
  }

  async enterAll(from, to, heard = () => ({})) {
    let next = from;
    const one = async () => {
      while (next < to) {
        const turn = next++;
        await this.enter(turn, heard(turn));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }

  /** Wait until the server has nothing more to do, so that one measurement does not pay for another. */
  async calm(least = 250, most = 8_000) {
    const end = performance.now() + most;
    await sleep(least);
    for (;;) {
      const before = cpu(this.pids);
      await sleep(150);
      if (cpu(this.pids) - before <= CALM * 0.15 || performance.now() > end) return;
    }
  }

  received() {
    return this.clients.reduce(
      (sum, { line }) => ({ frames: sum.frames + line.frames, bytes: sum.bytes + line.bytes }),
      { frames: 0, bytes: 0 },
    );
  }

  async leave() {
    for (const client of this.clients) client.line.close();
    await this.calm();
  }
}

/** What passed between two moments: processor seconds of the server, and of this generator, frames and bytes. */
export class Meter {
  constructor(crowd) {
    this.crowd = crowd;
    this.server = cpu(crowd.pids);
    this.self = process.cpuUsage();
    this.begun = performance.now();
    this.before = crowd.received();
  }

  stop() {
    const after = this.crowd.received();
    const { user, system } = process.cpuUsage(this.self);
    return {
      cpu: Math.round((cpu(this.crowd.pids) - this.server) * 1000) / 1000,
      generator: Math.round((user + system) / 10_000) / 100,
      took: Math.round(performance.now() - this.begun) / 1000,
      frames: after.frames - this.before.frames,
      bytes: after.bytes - this.before.bytes,
      refused: this.crowd.refused.length,
      ended: this.crowd.ended.length,
    };
  }
}

async function until(done, patience) {
  const end = performance.now() + patience;
  while (!done() && performance.now() < end) await sleep(10);
}

/** B13: everybody makes one change within `seconds`; until it is visible at every other. */
export async function wave(crowd, { n, seconds, seed, patience, weigh = [] }) {
  const sent = new Float64Array(n).fill(NaN);
  const saved = new Float64Array(n).fill(NaN);
  const pairs = new Float64Array(n * n).fill(NaN);
  const last = new Float64Array(n);
  let missing = n * (n - 1);
  const heard = (turn) => ({
    told: (bytes) => {
      const now = performance.now();
      scan(bytes, (number) => {
        if (number >= n || number === turn || !Number.isNaN(pairs[number * n + turn]) || Number.isNaN(sent[number])) return;
        const took = now - sent[number];
        pairs[number * n + turn] = took;
        if (took > last[number]) last[number] = took;
        missing -= 1;
      });
    },
    saved: (number) => (saved[number] = performance.now() - sent[number]),
  });
  await crowd.enter(-1);
  await crowd.calm();
  const empty = memory(crowd.pids);
  const weights = {};
  let inside = 0;
  for (const size of [...new Set([...weigh.filter((size) => size < n), n])]) {
    await crowd.enterAll(inside, size, heard);
    inside = size;
    await crowd.calm();
    weights[size] = Math.round((memory(crowd.pids) - empty) / size);
  }
  const chance = dice(seed);
  const people = crowd.clients.filter((client) => client.turn >= 0);
  const plan = people.map((client) => ({ client, at: chance() * seconds * 1000 }));
  const meter = new Meter(crowd);
  for (const { client, at } of plan) {
    setTimeout(() => {
      sent[client.turn] = performance.now();
      client.say(client.turn);
    }, at);
  }
  await sleep(seconds * 1000);
  await until(() => missing === 0, patience * 1000);
  const passed = meter.stop();
  if (missing > 0) atLeast(pairs, last, sent);
  return {
    ...passed,
    pairs: spread(pairs.filter((took) => !Number.isNaN(took))),
    last: spread(last.filter((took) => took > 0)),
    saved: spread(saved.filter((took) => !Number.isNaN(took))),
    lost: missing,
    weights: Object.fromEntries(weigh.filter((size) => size in weights).map((size) => [size, weights[size]])),
  };
}

/** What never arrived took at least until now: left out, it would make a server that loses look fast. */
function atLeast(pairs, last, sent) {
  const now = performance.now();
  const n = sent.length;
  for (let at = 0; at < pairs.length; at++) {
    const number = Math.floor(at / n);
    if (!Number.isNaN(pairs[at]) || number === at % n) continue;
    pairs[at] = now - sent[number];
    if (pairs[at] > last[number]) last[number] = pairs[at];
  }
}

/** B14: everybody comes in within `seconds` where `notes` notes hang; until each has them all. */
export async function storm(crowd, { n, seconds, seed, patience, notes }) {
  const observer = await crowd.enter(-1);
  if (crowd.room.session === undefined) for (let note = 0; note < notes; note++) observer.say(note);
  await crowd.calm();
  const took = new Float64Array(n).fill(NaN);
  const came = new Float64Array(n);
  let missing = n;
  const chance = dice(seed);
  const meter = new Meter(crowd);
  for (let turn = 0; turn < n; turn++) {
    const found = new Uint8Array(notes);
    let left = notes;
    const told = (bytes) =>
      scan(bytes, (number) => {
        if (number < notes && !found[number]) {
          found[number] = 1;
          left -= 1;
          if (left === 0) {
            took[turn] = performance.now() - came[turn];
            missing -= 1;
          }
        }
      });
    setTimeout(() => {
      came[turn] = performance.now();
      crowd.enter(turn, { told }).catch(() => {});
    }, chance() * seconds * 1000);
  }
  await sleep(seconds * 1000);
  await until(() => missing === 0, patience * 1000);
  const now = performance.now();
  const full = spread(took.map((one, turn) => (Number.isNaN(one) ? now - came[turn] : one)));
  return { ...meter.stop(), full, lost: missing };
}

/** B13: each of `n` overwrites its own value `rate` times a second; until that one or a newer is visible. */
export async function drag(crowd, { n, seconds, rate, patience }) {
  const each = seconds * rate;
  const sent = new Float64Array(n * each).fill(NaN);
  const newest = new Int32Array(n * n).fill(-1);
  const took = [];
  let done = 0;
  const heard = (turn) => ({
    told: (bytes) => {
      const now = performance.now();
      scan(bytes, (number) => {
        const from = Math.floor(number / each);
        const at = from * n + turn;
        const order = number % each;
        if (from === turn || from >= n || order <= newest[at]) return;
        for (let older = newest[at] + 1; older <= order; older++) took.push(now - sent[from * each + older]);
        newest[at] = order;
        if (order === each - 1) done += 1;
      });
    },
  });
  await crowd.enter(-1);
  await crowd.enterAll(0, n, heard);
  await crowd.calm();
  const meter = new Meter(crowd);
  await Promise.all(
    crowd.clients
      .filter((client) => client.turn >= 0)
      .map(async (client) => {
        const begun = performance.now() + (1000 / rate) * (client.turn / n);
        for (let order = 0; order < each; order++) {
          const wait = begun + order * (1000 / rate) - performance.now();
          if (wait > 0) await sleep(wait);
          const number = client.turn * each + order;
          sent[number] = performance.now();
          client.drag({ order, each, number, key: `k${client.turn}` });
        }
      }),
  );
  await until(() => done === n * (n - 1), patience * 1000);
  const finals = Array.from({ length: n }, (_, turn) => turn * each + each - 1);
  return { ...meter.stop(), shown: spread(took), lost: n * (n - 1) - done, finals };
}
