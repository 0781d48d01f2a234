// What a server process and its children use, read from the kernel.
import { readdirSync, readFileSync } from 'node:fs';

const TICK = 100;

const read = (path) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

const list = (path) => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};

function family(pids) {
  const found = [...pids];
  for (let at = 0; at < found.length; at++) {
    for (const child of read(`/proc/${found[at]}/task/${found[at]}/children`).split(' ').filter(Boolean)) {
      found.push(Number(child));
    }
  }
  return found;
}

/** By family of processes: seconds by thread, also of threads that have ended since. */
const families = new Map();

function spent(pid, threads) {
  let found = false;
  for (const thread of list(`/proc/${pid}/task`)) {
    const nanoseconds = Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]);
    if (nanoseconds > 0) {
      found = true;
      threads.set(`${pid} ${thread}`, nanoseconds / 1e9);
    }
  }
  if (found) return;
  // Kernels that do not keep it by the nanosecond do so by the tick.
  const fields = read(`/proc/${pid}/stat`).split(') ').pop().split(' ');
  threads.set(`${pid}`, ((Number(fields[11]) || 0) + (Number(fields[12]) || 0)) / TICK);
}

/** Processor seconds until now, in the kernel too. */
export function cpu(pids) {
  const key = pids.join();
  if (!families.has(key)) families.set(key, new Map());
  const threads = families.get(key);
  for (const pid of family(pids)) spent(pid, threads);
  return [...threads.values()].reduce((sum, seconds) => sum + seconds, 0);
}

/** Bytes in memory now; what processes share is counted once (PSS) when the kernel tells. */
export function memory(pids) {
  const all = family(pids);
  const one = (pid) => {
    const shared = all.length > 1 && /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`));
    const held = shared || /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`));
    return held ? Number(held[1]) * 1024 : 0;
  };
  return all.reduce((sum, pid) => sum + one(pid), 0);
}
