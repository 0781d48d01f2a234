"""What letters ask of the rounds: reminders are laid ready first, and everything that is ready goes last."""

from datetime import datetime

from samenspel import rounds
from samenspel.letters import reminders, sending
from samenspel.personal import links


@rounds.job("letters.remind", order=50)
def remind(now: datetime) -> None:
    """Lay ready what the apps want people to be reminded of."""
    reminders.lay_ready(now)


@rounds.job("letters.send", order=100)
def send(now: datetime) -> None:
    """Send what is due."""
    sending.deliver(now)


@rounds.job("letters.links", order=200)
def clear_links(now: datetime) -> None:
    """Links that are too old to work need not be kept."""
    links.clear_away()
