"""Part 2, between parties: action, effect and assumption (CR-15); themes on the flip-over (CR-16)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from samenspel.instruments.case_reconstruction import lookups
from samenspel.instruments.case_reconstruction.records import Interaction
from samenspel.kernel.change import Change, Put
from samenspel.kernel.definition import Args
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import InterpretationText, NameText, OptionalText, RecordId
from samenspel.vocabulary.fields import OfRecord
from samenspel.vocabulary.outcomes import Theme

Moments = Annotated[list[RecordId], msgspec.Meta(max_length=60)]


class AddInteraction(Args, frozen=True, kw_only=True):
    """What `by` did at `moment` and what that did to `on`; `understood`: how that party took it."""

    moment: RecordId
    by: RecordId
    on: RecordId
    action: InterpretationText
    effect: InterpretationText
    understood: OptionalText = ""
    assumption: OptionalText = ""
    effect_moment: RecordId | None = None


class ChangeInteraction(AddInteraction, frozen=True, kw_only=True):
    """The same, rewritten whole."""

    id: RecordId


class AddTheme(Args, frozen=True, kw_only=True):
    """A theme that keeps coming back, tagged at these moments."""

    text: NameText
    moments: Moments = []


class RenameTheme(Args, frozen=True, kw_only=True):
    """A theme in other words."""

    id: RecordId
    text: NameText


class TagTheme(Args, frozen=True, kw_only=True):
    """A theme at a moment that was shown."""

    theme: RecordId
    moment: RecordId


class MergeThemes(Args, frozen=True, kw_only=True):
    """Two themes that are one: the moments of `drop` go to `keep`."""

    keep: RecordId
    drop: RecordId


def add_interaction(situation: Situation, args: AddInteraction) -> Iterable[Change]:
    """Link an action to its effect on another party (CR-15)."""
    return [situation.create(_interaction(situation, args), scope=lookups.moment(situation, args.moment)[0].id)]


def change_interaction(situation: Situation, args: ChangeInteraction) -> Iterable[Change]:
    """Rewrite it, or hang it under another moment; guarded (R11)."""
    record, _ = situation.find(Interaction, args.id)
    situation.guard(record)
    scope = lookups.moment(situation, args.moment)[0].id
    body = _interaction(situation, args)
    return [Put(msgspec.structs.replace(record, body=body, scope=scope, version=record.version + 1))]


def remove_interaction(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take it away."""
    return situation.remove(situation.find(Interaction, args.id)[0])


def add_theme(situation: Situation, args: AddTheme) -> Iterable[Change]:
    """Write a recurring theme on the flip-over (CR-16)."""
    shown = tuple(dict.fromkeys(lookups.revealed(situation, moment)[0].id for moment in args.moments))
    return [situation.create(Theme(text=args.text, moments=shown))]


def rename_theme(situation: Situation, args: RenameTheme) -> Iterable[Change]:
    """Put it in other words; guarded (R11)."""
    record, _ = situation.find(Theme, args.id)
    situation.guard(record)
    return [situation.change(record, text=args.text)]


def tag_theme(situation: Situation, args: TagTheme) -> Iterable[Change]:
    """The theme came back at this moment."""
    record, body = situation.find(Theme, args.theme)
    moment = lookups.revealed(situation, args.moment)[0].id
    return [] if moment in body.moments else [situation.change(record, moments=(*body.moments, moment))]


def untag_theme(situation: Situation, args: TagTheme) -> Iterable[Change]:
    """It did not."""
    record, body = situation.find(Theme, args.theme)
    left = tuple(moment for moment in body.moments if moment != args.moment)
    return [] if left == body.moments else [situation.change(record, moments=left)]


def merge_themes(situation: Situation, args: MergeThemes) -> Iterable[Change]:
    """Merge two themes under the words of the first."""
    keep, kept = situation.find(Theme, args.keep)
    drop, dropped = situation.find(Theme, args.drop)
    if keep.id == drop.id:
        raise Refused(Reason.BAD_VALUE)
    both = tuple(dict.fromkeys((*kept.moments, *dropped.moments)))
    return [situation.change(keep, moments=both), *situation.remove(drop)]


def remove_theme(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take a theme off the flip-over."""
    return situation.remove(situation.find(Theme, args.id)[0])


def _interaction(situation: Situation, args: AddInteraction) -> Interaction:
    if args.by == args.on:
        raise Refused(Reason.BAD_VALUE, "Kies twee verschillende partijen. Er is niets veranderd.")
    return Interaction(
        by=lookups.known_party(situation, args.by),
        on=lookups.known_party(situation, args.on),
        action=args.action,
        effect=args.effect,
        understood=args.understood,
        assumption=args.assumption,
        effect_moment=lookups.revealed(situation, args.effect_moment)[0].id if args.effect_moment else None,
    )
