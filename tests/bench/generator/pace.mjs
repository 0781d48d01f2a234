// Rooms beside each other, at the pace of people: a change now and then, and a ping as the real client sends it.
import { setTimeout as sleep } from 'node:timers/promises';
import { scan } from './marks.mjs';
import { Crowd, Meter, dice, spread } from './scenarios.mjs';
import { cpu, memory } from './server.mjs';

const SETTLE = 6_000;
const HOSTS_AT_ONCE = 20;

/** First a Regie in every room, then everybody; what the server weighs in between. */
async function fill(crowds, people, heard, weigh) {
  let next = 0;
  const hosts = async () => {
    while (next < crowds.length) await crowds[next++].enter(-1);
  };
  await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, hosts));
  await sleep(1000);
  const between = weigh();
  for (const crowd of crowds) await crowd.enterAll(0, people, (turn) => heard(crowd.room, turn));
  return between;
}

/** One after the other so many rooms as `steps` says, each with all its people; every step is measured `seconds` long. */
export async function pace({ make, port, pids, rooms, people, steps, seconds, every, ping, seed, others = [] }) {
  const chance = dice(seed);
  const sent = new Map();
  let acks = [];
  let shown = [];
  let saying = 0;
  let open = [];
  let over = false;
  const all = new Crowd({ make, port, pids, room: null });

  const crowdOf = (room) => {
    const crowd = new Crowd({ make, port, pids, room });
    crowd.clients = all.clients;
    crowd.refused = all.refused;
    crowd.ended = all.ended;
    return crowd;
  };
  const heard = (room, turn) => ({
    saved: (number) => acks.push(performance.now() - sent.get(`${room.session}${number}`)),
    told: (bytes) =>
      scan(bytes, (number) => {
        const at = sent.get(`${room.session}${number}`);
        if (at !== undefined && number % people !== turn) shown.push(performance.now() - at);
      }),
  });
  const live = async (room, client) => {
    let order = 0;
    await sleep(chance() * every * 1000);
    while (!over) {
      const number = order++ * people + client.turn;
      sent.set(`${room.session}${number}`, performance.now());
      client.say(number);
      saying += 1;
      // Between half and one and a half times the mean, so that a room does not move in step.
      await sleep(every * 1000 * (0.5 + chance()));
    }
  };
  const ticking = async (client) => {
    await sleep(chance() * ping * 1000);
    while (!over) {
      client.keepAlive();
      await sleep(ping * 1000);
    }
  };

  const found = [];
  let stopped = null;
  await all.calm();
  const empty = memory(pids);
  let roomBytes = 0;
  let peopleBytes = 0;
  for (const step of steps) {
    const fresh = rooms.slice(open.length, step);
    const crowds = fresh.map(crowdOf);
    const before = memory(pids);
    let between = before;
    try {
      between = await fill(crowds, people, (room, turn) => heard(room, turn), () => memory(pids));
    } catch (error) {
      // A server that is full says so by not answering; what was measured until here stands.
      stopped = { rooms: step, reason: error.message };
      break;
    }
    await sleep(1000);
    roomBytes += between - before;
    peopleBytes += memory(pids) - between;
    for (const crowd of crowds) {
      for (const client of all.clients.filter((one) => one.room === crowd.room)) {
        void ticking(client);
        if (client.turn >= 0) void live(crowd.room, client);
      }
    }
    open = [...open, ...fresh];
    await sleep(SETTLE);
    acks = [];
    shown = [];
    saying = 0;
    const meter = new Meter(all);
    const elsewhere = cpu(others);
    await sleep(seconds * 1000);
    found.push({
      ...meter.stop(),
      rooms: step,
      said: saying,
      elsewhere: Math.round((cpu(others) - elsewhere) * 1000) / 1000,
      saved: spread(acks),
      shown: spread(shown),
      memory: memory(pids),
      empty,
      perRoom: Math.round(roomBytes / open.length),
      perPerson: Math.round(peopleBytes / (open.length * people)),
    });
  }
  over = true;
  for (const client of all.clients) client.line.close();
  return { steps: found, stopped };
}
