"""What had been filed by a moment of the past: `asof` in an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from articles.dates import SHOWN_OF_A_BAD_VALUE, day_in_words

EARLIEST, LATEST = date(1800, 1, 1), date(9998, 12, 31)


@dataclass(frozen=True)
class AsOf:
    """A moment, `text` being how an address writes it.

    Of much copy only the day is known: it counts as filed when its day was over, `last_whole_day` being the last such.
    """

    text: str
    moment: datetime
    last_whole_day: date

    def __str__(self) -> str:
        if len(self.text) == len("2023-09-13"):
            return _("by the end of %(day)s") % {"day": day_in_words(self.last_whole_day)}
        local = timezone.localtime(self.moment)
        said = {"day": day_in_words(local.date()), "time": time_format(local.time(), "H:i"), "zone": local.tzname()}
        return _("by %(day)s, %(time)s (%(zone)s)") % said


def read_asof(written: str) -> AsOf:
    """Return the moment that `2023-09-13T14:00` names, in the site's time zone if none is given, or a day's end.

    Raises ValueError with a sentence for the reader.
    """
    text = written.strip().replace(" ", "+" if "T" in written else "T")
    try:
        moment = datetime.fromisoformat(text)
        if not EARLIEST <= moment.date() <= LATEST:
            raise ValueError
    except ValueError:
        shown = text if len(text) <= SHOWN_OF_A_BAD_VALUE else text[:SHOWN_OF_A_BAD_VALUE] + "…"
        said = _("“%(written)s” is not a moment. Write a day and an hour (2023-09-13T14:00) or a day (2023-09-13).")
        raise ValueError(said % {"written": shown}) from None
    if len(text) <= len("2023-09-13"):
        end = timezone.make_aware(datetime.combine(moment.date(), time.max))
        return AsOf(moment.date().isoformat(), end, moment.date())
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return AsOf(text, moment, timezone.localtime(moment).date() - timedelta(days=1))
