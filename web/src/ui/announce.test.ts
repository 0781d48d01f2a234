import { describe, expect, it } from 'vitest';
import { Announcer, QUIET_MS, WAITING_MAX } from './announce';

function at(start = 0): { said: Announcer; pass: (ms: number) => void } {
  let now = start;
  return { said: new Announcer(() => now), pass: (ms) => (now += ms) };
}

function all(said: Announcer): string[] {
  const out: string[] = [];
  for (let s = said.next(); s; s = said.next()) out.push(s.text);
  return out;
}

describe('Announcer', () => {
  it('speaks in order', () => {
    const { said } = at();
    said.say('een');
    said.say('twee');
    expect(all(said)).toEqual(['een', 'twee']);
  });

  it('speaks the same sentence once within the quiet time, and again after it', () => {
    const { said, pass } = at();
    said.say('bewaard');
    said.say(' bewaard ');
    expect(all(said)).toEqual(['bewaard']);
    pass(QUIET_MS - 1);
    said.say('bewaard');
    expect(all(said)).toEqual([]);
    pass(1);
    said.say('bewaard');
    expect(all(said)).toEqual(['bewaard']);
  });

  it('replaces a waiting sentence with the same key', () => {
    const { said } = at();
    said.say('nog 9 tekens', { key: 'veld' });
    said.say('nog 7 tekens', { key: 'veld' });
    expect(all(said)).toEqual(['nog 7 tekens']);
  });

  it('lets urgent go first', () => {
    const { said } = at();
    said.say('rustig');
    said.say('niet verstuurd', { urgent: true });
    expect(all(said)).toEqual(['niet verstuurd', 'rustig']);
  });

  it('drops the oldest calm sentence when too many wait', () => {
    const { said } = at();
    said.say('dringend', { urgent: true });
    for (let i = 0; i < WAITING_MAX; i += 1) said.say(`regel ${i}`);
    expect(all(said)).toEqual(['dringend', 'regel 1', 'regel 2', 'regel 3']);
  });

  it('says nothing for an empty sentence, and wakes its listener for a full one', () => {
    const { said } = at();
    let woken = 0;
    const stop = said.listen(() => (woken += 1));
    said.say('  ');
    said.say('een');
    stop();
    said.say('twee');
    expect(woken).toBe(1);
  });
});
