// Reads one JSON task on standard input, prints one line of JSON for each of its jobs.
import { text } from 'node:stream/consumers';
import { Crowd, drag, storm, wave } from './scenarios.mjs';
import { pace } from './pace.mjs';
import { speaker } from './speakers.mjs';

const JOBS = { wave, storm, drag };

const { system, peers, port, pids, jobs } = JSON.parse(await text(process.stdin));
const make = speaker(system, peers);
for (const { job, room, rooms, ...given } of jobs) {
  let found;
  if (job === 'pace') found = await pace({ make, port, pids, rooms, ...given });
  else {
    const crowd = new Crowd({ make, port, pids, room });
    try {
      found = await JOBS[job](crowd, given);
    } catch (error) {
      found = { failed: error.message, refused: crowd.refused.length, ended: crowd.ended.length };
    }
    if (crowd.refused.length > 0) found.reason = crowd.refused[0];
    await crowd.leave();
  }
  console.log(JSON.stringify({ job, ...found }));
}
process.exit(0);
