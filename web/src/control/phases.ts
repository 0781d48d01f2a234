/** Names of instruments and of their phases, as the content of each instrument says them. */
import { t } from '$lib/i18n';
import type { InstanceRecord } from '$lib/protocol';
import type { Room } from '$lib/room.svelte';

export interface PhaseText {
  readonly name: string;
  readonly title: string;
  readonly prepare?: boolean;
}

export function instrumentTitle(room: Room, name: string): string {
  const title: unknown = room.texts(name).title;
  return typeof title === 'string' ? title : name.replaceAll('_', ' ');
}

export function phasesOf(room: Room, instance: InstanceRecord): PhaseText[] {
  const found: unknown = room.texts(instance.body.instrument).phases;
  return Array.isArray(found) ? (found as PhaseText[]) : [{ name: instance.body.phase, title: '' }];
}

/** The instruments of this session in the order of the run sheet; what is not on it comes last. */
export function inRunSheetOrder(room: Room): InstanceRecord[] {
  const order = room.blocks.map((block) => block.body.runs);
  const at = (one: InstanceRecord): number => (order.includes(one.id) ? order.indexOf(one.id) : order.length);
  return [...room.instances].sort((a, b) => at(a) - at(b));
}

/** Every phase of every instrument of this session, to choose from: value is `<instance> <phase>`. */
export function phaseChoices(room: Room): { value: string; label: string }[] {
  return inRunSheetOrder(room).flatMap((instance) => {
    const name = instance.body.title || instrumentTitle(room, instance.body.instrument);
    const phases = phasesOf(room, instance)
      .filter((phase) => phase.title !== '')
      .map((phase) => ({ value: `${instance.id} ${phase.name}`, label: `${name}: ${phase.title}` }));
    return [{ value: `${instance.id} `, label: t('{naam}, zoals het staat', { naam: name }) }, ...phases];
  });
}
