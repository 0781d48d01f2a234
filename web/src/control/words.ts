import { t } from '$lib/i18n';
import type { Attendee } from '$lib/protocol.gen';

export const ROLES: Record<Attendee['role'], string> = {
  facilitator: t('Gespreksbegeleider'),
  note_taker: t('Meeschrijver'),
  initiator: t('Initiatiefnemer'),
  participant: t('Deelnemer'),
};

export const LEVELS: Record<Attendee['level'], string> = {
  '': t('Niet bekend'),
  practice: t('Uitvoering'),
  team_lead: t('Teamleider'),
  management: t('Manager'),
};
