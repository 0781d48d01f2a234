import { setAriaStrings } from 'svelte-dnd-action';
import { t } from '$lib/i18n';

/** Gives the drag library our words; once a page, when the first list that can be sorted appears. */
export function setSortStrings(): void {
  setAriaStrings({
    dragStarted: ({ itemLabel }) => t('Je verplaatst {naam}. Gebruik de pijltjes.', { naam: itemLabel ?? '' }),
    movedToPosition: ({ itemLabel, position }) =>
      t('{naam} staat nu op plek {plek}.', { naam: itemLabel ?? '', plek: position }),
    movedToZoneEnd: ({ itemLabel }) => t('{naam} staat nu onderaan.', { naam: itemLabel ?? '' }),
    movedToZoneStart: ({ itemLabel }) => t('{naam} staat nu bovenaan.', { naam: itemLabel ?? '' }),
    dropped: ({ itemLabel, position, count }) =>
      t('{naam} ligt op plek {plek} van {aantal}.', { naam: itemLabel ?? '', plek: position, aantal: count }),
    zoneActiveInstruction: t('Ga naar een greep en druk op spatie om te verplaatsen.'),
    zoneDragDisabledInstruction: t('Deze lijst kun je nu niet verplaatsen.'),
  });
}
