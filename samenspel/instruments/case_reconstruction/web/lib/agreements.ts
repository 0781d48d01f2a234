/** Afspraken on a screen: grouped, whose they are, and what they still lack (CR-17, CR-19). */
import { t } from '$lib/i18n';
import type { RecordOf } from '$lib/protocol';
import type { Agreement, Party } from '$lib/protocol.gen';

export interface AgreementGroup {
  readonly kind: Agreement['kind'];
  readonly title: string;
  readonly found: RecordOf<Agreement>[];
}

export function agreementKind(kind: Agreement['kind']): string {
  return {
    working: t('Zo gaan we werken'),
    case: t('Voor de casus zelf'),
    new_information: t('Hoe we met nieuwe informatie omgaan'),
  }[kind];
}

/** In the order of the talk, empty groups left out. */
export function groupAgreements(agreements: readonly RecordOf<Agreement>[]): AgreementGroup[] {
  return (['working', 'case', 'new_information'] as const)
    .map((kind) => ({ kind, title: agreementKind(kind), found: agreements.filter((one) => one.body.kind === kind) }))
    .filter((group) => group.found.length > 0);
}

/** Whether an agreement is my party's: it was formulated there, or who does it or helps bears its name. */
export function namesParty(agreement: RecordOf<Agreement>, party: Pick<Party, 'name' | 'short'>, partyId: string): boolean {
  if (agreement.party === partyId) return true;
  const said = fold(`${agreement.body.who} ${agreement.body.help_from}`);
  return [party.short, party.name].some((name) => name && said.includes(fold(name)));
}

/** 'Hester (GGZ) · 12 maart 2026 · met hulp van de directie'. */
export function whoWhen(agreement: Agreement, date: (iso: string) => string): string {
  return [
    agreement.who,
    agreement.due && date(agreement.due),
    agreement.help_from && t('met hulp van {wie}', { wie: agreement.help_from }),
  ].filter(Boolean).join(' · ');
}

function fold(text: string): string {
  return ` ${text.toLocaleLowerCase('nl').replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
}
