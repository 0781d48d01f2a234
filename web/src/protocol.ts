/** The wire of docs/room.md, and how a page learns which session it is in. */
import type { Bodies, Instance } from './protocol.gen';

export type { Bodies } from './protocol.gen';
export const SUBPROTOCOL = 'samenspel.1';
export const FRAME_LIMIT = 65_536;

export type RecordType = keyof Bodies;
export type Surface = 'regie' | 'deelnemer' | 'wand';
export type Role = 'facilitator' | 'note_taker' | 'initiator' | 'participant' | 'wall' | 'waiting';

/** Gegeven: a record as this audience sees it. With `masked` some fields of the body are left out. */
export interface RecordOf<T> {
  readonly id: string;
  readonly type: string;
  readonly in: string;
  readonly scope?: string | null;
  readonly party?: string | null;
  readonly author?: string | null;
  /** Present wherever this audience may overwrite the record (R4, R11). */
  readonly v: number;
  readonly masked?: boolean;
  readonly body: T;
}
export type AnyRecord = RecordOf<unknown>;
export type InstanceRecord = RecordOf<Instance>;

export interface You {
  /** An attendee id; empty for the wall. */
  readonly person: string;
  readonly role: Role;
  readonly party?: string | null;
  readonly status: string;
}

export interface Refusal {
  readonly reason: string;
  readonly text: string;
  readonly theirs?: AnyRecord | null;
}

export interface FleetingFrame {
  readonly t: 'fleeting';
  readonly in: string;
  readonly name: string;
  readonly from?: string | null;
  readonly party?: string | null;
  readonly args: Record<string, unknown>;
}

export type ServerFrame =
  | { t: 'snapshot'; cursor: string; now: number; build: string; you: You; records: AnyRecord[] }
  | { t: 'changes'; cursor: string; put: AnyRecord[]; gone: string[] }
  | { t: 'ack'; op: string }
  | { t: 'refused'; op: string | null; reason: string; text: string; theirs?: AnyRecord | null }
  | FleetingFrame
  | { t: 'present'; people: string[] }
  | { t: 'pong'; now: number };

/** A frame as it came: records that are alike stand in groups, the first of which is what the others share. */
export function unfold(frame: ServerFrame & { alike?: AnyRecord[][] }): ServerFrame {
  const list = frame.t === 'snapshot' ? frame.records : frame.t === 'changes' ? frame.put : [];
  for (const [like, ...rest] of frame.alike ?? [])
    for (const one of rest) list.push({ ...like, ...one, body: { ...(like!.body as object), ...(one.body as object) } });
  return frame;
}

export interface DoFrame {
  readonly t: 'do';
  readonly op: string;
  readonly in: string;
  readonly move: string;
  readonly args: Record<string, unknown>;
  readonly base: number | null;
  readonly again?: true;
}

/** What the server wrote on `<div id="app" data-…>`. */
export interface Page {
  readonly session: string;
  readonly surface: Surface;
  /** The join code, or empty where it is closed or not for this surface. */
  readonly code: string;
  /** The address people type to join, without scheme. */
  readonly address: string;
  /** Plain http on a local network: for trying only. */
  readonly insecure: boolean;
  readonly demo: boolean;
  readonly build: string;
  readonly csrf: string;
}

/** Reads the page's own session from its data attributes, or else from its address `/s/<session>/<surface>`. */
export function readPage(surface: Surface): Page {
  const data = document.getElementById('app')?.dataset ?? {};
  return {
    session: data.session ?? location.pathname.split('/')[2] ?? '',
    surface,
    code: data.code ?? '',
    address: (data.publicUrl ?? location.origin).replace(/^https?:\/\//, '').replace(/\/$/, ''),
    insecure: data.trial === 'yes',
    demo: data.demo === 'yes',
    build: data.build ?? '',
    csrf: data.csrf ?? '',
  };
}
