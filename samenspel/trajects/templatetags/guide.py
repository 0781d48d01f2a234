"""De handleidingskaart bij een stap van het traject."""

from typing import Any

from django import template

from samenspel.organisation.texts import texts_of

register = template.Library()


@register.inclusion_tag("trajects/_guide_card.html")
def guide_card(step: str, instrument: str = "case_reconstruction") -> dict[str, Any]:
    """Waarom, hoe en aan de slag of one step, folded away until it is asked for; an organisation's own words first.
    The card names its source. Nothing for a step without a card."""
    texts = texts_of(instrument)
    guide = texts.get("guide", {})
    return {"card": texts.get("steps", {}).get(step), "source": guide.get("source", {})}
