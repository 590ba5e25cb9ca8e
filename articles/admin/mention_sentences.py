"""Each mention with the sentence around it, without loading bodies."""

from __future__ import annotations

from django.db.models import Case, CharField, F, Func, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Greatest, Substr
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Caption, Mention
from articles.sentences import cut_around, sentence_around

AROUND = 400


def with_texts(mentions: QuerySet) -> QuerySet:
    """Add to each mention the text around it (`around`), which begins at character `offset` of its part."""
    caption = Caption.objects.filter(article=OuterRef("article"), position=OuterRef("part"))
    body = Func(F("article__body"), Value("\n\n"), F("part") + 1, function="split_part", output_field=TextField())
    source = Case(
        When(zone=Mention.Zone.HEADLINE, then=F("article__headline")),
        When(zone=Mention.Zone.BODY, then=body),
        When(zone=Mention.Zone.CAPTION, then=Subquery(caption.values("text")[:1])),
        default=Cast(Value(""), TextField()),
        output_field=TextField(),
    )
    offset = Greatest(F("start") - AROUND, Value(0))
    length = F("end") - F("start") + 2 * AROUND
    return mentions.annotate(offset=offset, around=Substr(source, offset + 1, length, output_field=CharField()))


def sentence(mention: Mention) -> SafeString:
    """Return the sentence with the name marked; the name alone where the copy has it no longer."""
    text, start, end = mention.around or "", mention.start - mention.offset, mention.end - mention.offset
    if not mention.text or text[start:end] != mention.text:
        return format_html("<mark>{}</mark>", mention.text)
    opens, closes = sentence_around(text, start, end, mention.article.language)
    begins, ends = cut_around(text, opens, closes, start, end)
    cut_before = begins > opens or (opens == 0 and mention.offset > 0)
    return format_html(
        "{}{}<mark>{}</mark>{}{}",
        "…" if cut_before else "",
        text[begins:start],
        text[start:end],
        text[end:ends],
        "…" if ends < closes else "",
    )
