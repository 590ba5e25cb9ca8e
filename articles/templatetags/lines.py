"""The lines of lists: articles, values of filters, bars. A page has thousands of parts of these, which took templates
most of its time; as plain strings they take a tenth."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.dates import UNDATED, day_in_words, weekday_name
from articles.histogram import Bar
from articles.models import Article
from articles.selection import Choice, FilterBlock
from articles.templatetags.newsroom import marked, written_as

register = template.Library()


@register.simple_tag(takes_context=True)
def row(context: template.Context, article: Article, dated: bool = False) -> SafeString:
    """One line of a list: label, state, places, agency, headline, and what matched or the first line.

    The context tells whether rows have parts with hits (`marked`) or sentences with a name (`contexts`), and the query
    string that remembers the list (`carried`). The day is said where the list is not in an order of days (`dated`).
    """
    written = written_as(article.language)
    address = escape(article.get_absolute_url() + context.get("carried", ""))
    has_parts = context.get("contexts") or context.get("marked")
    headline = marked(article.headline_parts) if has_parts else escape(article.headline)
    return mark_safe(
        f'<li class="row" id="article-{article.pk}"><p class="filed">{_filed(article, dated)}</p>'
        f'<h3 {written}><a href="{address}">{headline}</a></h3>{_below(context, article, written)}</li>'
    )


def _filed(article: Article, dated: bool) -> str:
    pieces = [_day(article.date)] if dated else []
    if article.version_label:
        pieces.append(f'<span class="label">{escape(article.version_label)}</span>')
    if article.status != Article.Status.USABLE or article.noted:
        pieces.append(render_to_string("articles/_state.html", {"article": article}))
    pieces += [
        f'<span class="place">{escape(line.shown_place or line.as_filed)}</span>'
        for line in article.dateline_places.all()
    ]
    if article.agency_id:
        pieces.append(f'<span class="agency">{escape(article.agency.name)}</span>')
    return " ".join(pieces)


def _day(day: date | None) -> str:
    return f'<time datetime="{day.isoformat()}">{day_in_words(day)}</time>' if day else escape(_("Undated"))


def _below(context: template.Context, article: Article, written: str) -> str:
    lead = f'<p class="lead" {written}>{escape(article.lead)}</p>'
    if context.get("contexts"):
        passages = {"article": article, "carried": context.get("carried", "")}
        return render_to_string("articles/_contexts.html", passages) if article.passage else lead
    if context.get("marked") and article.excerpt_parts:
        lead = f'<p class="excerpt" {written}>{marked(article.excerpt_parts)}</p>'
    if folded := getattr(article, "folded", None):
        lead += render_to_string("articles/_folded.html", {"folded": folded, "carried": context.get("carried", "")})
    return lead


@register.simple_tag
def day_heading(day: date | None) -> SafeString:
    """The day above its articles, linked to its page."""
    return _day_heading(day, get_language(), get_script_prefix())


@lru_cache(maxsize=2000)
def _day_heading(day: date | None, _language: str | None, _prefix: str) -> SafeString:
    if not day:
        address, said = f"{reverse('articles:archive')}?date={UNDATED}", escape(_("Undated"))
        return mark_safe(f'<h2><a href="{address}">{said}</a></h2>')
    address = reverse("articles:day", args=[day.year, day.month, day.day])
    weekday = f'<span class="weekday">{weekday_name(day)}</span>'
    time = f'<time datetime="{day.isoformat()}">{weekday} {day_in_words(day)}</time>'
    return mark_safe(f'<h2><a href="{address}">{time}</a></h2>')


@register.simple_tag(takes_context=True)
def value_lines(context: template.Context, block: FilterBlock) -> SafeString:
    """The values a filter offers, each with its number of articles and the way to leave it out.

    The context tells whether a `histogram` shows the dates already.
    """
    about = "≈ " if block.facet.estimated else ""
    drawn = bool(context.get("histogram"))
    leave_out = escape(_("Leave out"))
    return mark_safe(
        "".join(
            f"<li>{_choosing(choice, about, drawn)}{_leaving_out(choice, leave_out)}</li>"
            for choice in block.choices
            if not (drawn and choice.value.text == UNDATED)
        )
    )


def _choosing(choice: Choice, about: str, drawn: bool) -> str:
    value = choice.value
    label = f'<span class="value">{escape(value.label)}</span>'
    if value.short:
        label = (
            f'<span class="unseen">{escape(value.label)}</span><span aria-hidden="true">{escape(value.short)}</span>'
        )
    number = f'<span class="count">{about}{number_format(value.articles, force_grouping=True)}</span>'
    line = render_to_string("articles/_bar.html", {"share": value.share}) if value.share and not drawn else ""
    return f'<a href="{escape(choice.address)}">{label} {number}{line}</a>'


def _leaving_out(choice: Choice, leave_out: str) -> str:
    if not choice.address_without:
        return ""
    return (
        f'<a class="leave-out" href="{escape(choice.address_without)}" title="{leave_out}">'
        f'<span aria-hidden="true">−</span><span class="unseen">{leave_out} {escape(choice.value.label)}</span></a>'
    )


@register.simple_tag
def bar_lines(bars: list[Bar]) -> SafeString:
    """The bars of a histogram, each a link that narrows the date; gaps between them."""
    return mark_safe("".join(map(_bar_line, bars)))


def _bar_line(bar: Bar) -> str:
    last = f' data-last="{bar.last}"' if bar.last != bar.first else ""
    mark = f'<span class="mark" aria-hidden="true">{escape(bar.mark)}</span>' if bar.mark else ""
    if not bar.articles:
        return f'<li data-first="{bar.first}"{last} aria-hidden="true">{mark}</li>'
    return (
        f'<li data-first="{bar.first}"{last} data-articles="{bar.articles}"><a href="{escape(bar.address)}" '
        f'title="{escape(bar.said)}"><svg height="{bar.share}%" aria-hidden="true" focusable="false"></svg></a>'
        f"{mark}</li>"
    )
