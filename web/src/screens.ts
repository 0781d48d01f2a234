/** The screens of the instruments: each kind of each instrument is a file of its own that is fetched when needed. */
import type { Component } from 'svelte';
import type { InstanceRecord } from './protocol';
import type { Room } from './room.svelte';

export type ScreenKind = 'Control' | 'Participant' | 'Wall' | 'List';
export type ScreenComponent = Component<{ room: Room; instance: InstanceRecord }>;

const files = import.meta.glob<{ default: ScreenComponent }>('$instruments/*/web/{Control,Participant,Wall,List}.svelte');
const screens = new Map<string, () => Promise<{ default: ScreenComponent }>>();
for (const [path, load] of Object.entries(files)) {
  const parts = path.split('/');
  screens.set(`${parts.at(-3)}/${parts.at(-1)?.replace('.svelte', '')}`, load);
}

export function hasScreen(instrument: string, kind: ScreenKind): boolean {
  return screens.has(`${instrument}/${kind}`);
}

/** The component, or undefined where this instrument has no such screen; rejects when it cannot be fetched. */
export async function loadScreen(instrument: string, kind: ScreenKind): Promise<ScreenComponent | undefined> {
  return (await screens.get(`${instrument}/${kind}`)?.())?.default;
}

/** Names of instruments that can be put on a run sheet. */
export function instrumentNames(): string[] {
  return [...new Set([...screens.keys()].map((key) => key.split('/')[0] ?? ''))].sort();
}
