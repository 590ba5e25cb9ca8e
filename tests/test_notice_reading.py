"""What a notice says is read in every form the wire writes it: which kind, of which article, and what was wrong."""

from datetime import UTC, date, datetime, time

import pytest

from articles.ingest.grammar.labels import split_label, status_of
from articles.ingest.notices.changes import changes_in
from articles.ingest.notices.filing import Filing
from articles.ingest.notices.matching import Candidate, filed_before, likeness, match
from articles.ingest.notices.recognising import read_notice
from articles.models import Tie

WEDNESDAY = date(2023, 4, 5)


def filed(line: str, **fields: object) -> Filing:
    """An article under a headline with its label, as a reader would take it."""
    labelled = split_label(line)
    status = fields.pop("status", status_of(labelled.label))
    return Filing(label=labelled.label, headline=labelled.headline, status=status, **{"date": WEDNESDAY, **fields})


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("CORRECTED-Ferry stops off Incheon", "correction"),
        ("CORRECTED - Ferry stops off Incheon", "correction"),
        ("(CORRECTED) - Ferry stops off Incheon", "correction"),
        ("CORRECTED-UPDATE 1-Ferry stops off Incheon", "correction"),
        ("CORRECTS-Ferry stops off Incheon", "correction"),
        ("(CORRECTION) Le ferry s'arrête", "correction"),
        ("RECTIFICATIF : Le ferry s'arrête", "correction"),
        ("CORRECTIF: Le ferry s'arrête", "correction"),
        ("(RECTIFICATIF) Le ferry s'arrête", "correction"),
        ("CORRECTION ET MISE À JOUR - Le ferry s'arrête", "correction"),
        ("KORREKTUR: Fähre bleibt liegen", "correction"),
        ("(Berichtigung) Fähre bleibt liegen", "correction"),
        ("CORRECCIÓN: El ferri se detiene", "correction"),
        ("(정정) 인천 앞바다서 여객선 멈춰", "correction"),
        ("인천 앞바다서 여객선 멈춰(수정)", "correction"),
        ("[고침] 인천 앞바다서 여객선 멈춰", "correction"),
        ("(訂正)仁川沖でフェリー停止", "correction"),
        ("更正：仁川附近渡轮停航", "correction"),
        ("(تصحيح) توقف العبارة", "correction"),
        ("STORY WITHDRAWN-Ferry stops off Incheon", "kill"),
        ("STORY WITHDRAWN: Ferry stops off Incheon", "kill"),
        ("(KILL) Ferry stops off Incheon", "kill"),
        ("MANDATORY KILL - Ferry stops off Incheon", "kill"),
        ("(ANNULATION) Le ferry s'arrête", "kill"),
        ("ANNULE ET REMPLACE : Le ferry s'arrête", "kill"),
        ("EFFACEMENT OBLIGATOIRE - Le ferry s'arrête", "kill"),
        ("ANULACIÓN: El ferri se detiene", "kill"),
        ("(ZURÜCKGEZOGEN) Fähre bleibt liegen", "kill"),
        ("인천 앞바다서 여객선 멈춰(전문취소)", "kill"),
        ("[전문취소] 인천 앞바다서 여객선 멈춰", "kill"),
        ("(取り消し)仁川沖でフェリー停止", "kill"),
        ("(撤稿) 仁川附近渡轮停航", "kill"),
        ("(إلغاء) توقف العبارة", "kill"),
        ("HOLD - Ferry stops off Incheon", "hold"),
        ("(HOLD) Ferry stops off Incheon", "hold"),
        ("[보류] 인천 앞바다서 여객선 멈춰", "hold"),
        ("REFILE-Ferry stops off Incheon", "refile"),
        ("REFILING - Ferry stops off Incheon", "refile"),
        ("(REPEATS) Ferry stops off Incheon", "refile"),
        ("RPT-Ferry stops off Incheon", "refile"),
        ("(재송) 인천 앞바다서 여객선 멈춰", "refile"),
        ("(再送)仁川沖でフェリー停止", "refile"),
        ("ADVISORY-Ferry story coming", "advisory"),
        ("[알림] 여객선 기사", "advisory"),
    ],
)
def test_label_tells_the_kind(line, kind):
    notice = read_notice(filed(line))

    assert (notice.kind, notice.certain) == (kind, True)
    assert split_label(line).headline in notice.headlines


@pytest.mark.parametrize(
    ("note", "kind", "certain"),
    [
        ("ATTN: CORRECTS name in para 4", "correction", True),
        ("Eds: CORRECTS day of week to Tuesday, sted Monday.", "correction", True),
        ("ATTN : CORRIGE le montant au 4e paragraphe", "correction", True),
        ("Corrects paragraph 7", "correction", True),
        ("This version of the story corrects typo in headline", "correction", True),
        ("In Jan. 3 story, corrects last paragraph", "correction", True),
        ("Korrigiert wird die Zahl der Verletzten", "correction", True),
        ("제목 정정", "correction", True),
        ("Refiles to fix byline", "refile", True),
        ("Repeats to wider audience", "refile", True),
        ("ATTN : ANNULATION IMPERATIVE, NE PAS UTILISER", "kill", False),
        ("Editors: please hold this story until further notice", "hold", False),
    ],
)
def test_editors_note_tells_the_kind(note, kind, certain):
    notice = read_notice(filed("Ferry stops off Incheon", note=note))

    assert (notice.kind, notice.certain, notice.said) == (kind, certain, note)


@pytest.mark.parametrize(
    "copy",
    [
        filed("Ferry stops off Incheon", note="ATTN: UPDATES with details throughout; ADDS photo"),
        filed("Retrait : les rebelles quittent la ville", paragraphs=("La dépêche est partie.",)),
        filed("Court corrects its ruling", paragraphs=("The court corrected its ruling. It withdrew the order.",)),
        filed("(LEAD) Ferry stops off Incheon"),
        filed("EMBARGOED until 1800 GMT - Ferry stops off Incheon"),
        filed("Editors asked not to use words", paragraphs=("Please do not use the story.",) * 9),
        Filing(),
    ],
    ids=lambda copy: copy.headline,
)
def test_ordinary_copy_is_no_certain_notice(copy):
    notice = read_notice(copy)

    assert notice is None or not notice.certain


def test_structured_formats_withdraw_and_hold_what_has_their_own_id():
    canceled = read_notice(filed("Ferry stops", status="canceled", guid="urn:a:1", revision="4"))
    held = read_notice(filed("Ferry stops", status="withheld", guid="urn:a:1", revision="2"))
    embargo = filed("Ferry stops", status="withheld", guid="urn:a:1", revision="2", note="Sperrfrist offen")

    assert (canceled.kind, canceled.guids) == ("kill", ("urn:a:1",))
    assert (held.kind, held.guids) == ("hold", ("urn:a:1",))
    assert read_notice(embargo) is None


def test_declared_relation_names_what_is_corrected():
    notice = read_notice(filed("CORRECTED-Ferry stops", relations=("urn:earlier",)))

    assert "urn:earlier" in notice.guids


def test_replacement_is_to_be_read_and_withdraws_what_was_before():
    assert status_of("ANNULE ET REMPLACE") == "usable"
    assert read_notice(filed("ANNULE ET REMPLACE : Le ferry s'arrête")).kind == "kill"


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("The story headlined “Two bridges close” filed on Tuesday at 0915 GMT.", date(2023, 4, 4), time(9, 15)),
        ("La dépêche intitulée « Deux ponts fermés hier », diffusée ce mercredi à 10h42.", WEDNESDAY, time(10, 42)),
        ("In April 3 story headlined \"Two bridges close\", please do not use.", date(2023, 4, 3), None),
        ("Die Meldung „Zwei Brücken gesperrt heute“ vom 4. April bitte nicht verwenden.", date(2023, 4, 4), None),
        ("El despacho titulado \"Cierran dos puentes hoy\", enviado el lunes, queda anulado.", date(2023, 4, 3), None),
        ("4일 송고한 「다리 두 곳 통제됐다」 기사를 취소합니다.", date(2023, 4, 4), None),
        ("３月に配信した「橋が二つ通行止めになった」の記事を取り消します。", WEDNESDAY, None),
        ("本社30日播发的《两座桥梁今天关闭了吗》一稿撤销。", date(2023, 3, 30), None),
        ("Kill the story slugged BC-US--Bridges sent at 1509 GMT.", WEDNESDAY, time(15, 9)),
        ("Story filed on Feb. 30.", WEDNESDAY, None),
        ("Story filed on 31 December.", date(2022, 12, 31), None),
    ],
)  # fmt: skip
def test_day_and_hour_of_what_is_meant_are_read(text, day, hour):
    notice = read_notice(filed("(KILL) Notice", paragraphs=(text,)))

    assert (notice.day, notice.hour) == (day, hour)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("the story headlined “Two bridges close down”", "Two bridges close down"),
        ('the story headlined "Two bridges close down",', "Two bridges close down"),
        ("the story ``Two bridges close down'' sent", "Two bridges close down"),
        ("la dépêche intitulée « Deux ponts ferment » du", "Deux ponts ferment"),
        ("la dépêche intitulée «Deux ponts ferment», diffusée", "Deux ponts ferment"),
        ("die Meldung „Zwei Brücken gesperrt“ vom", "Zwei Brücken gesperrt"),
        ("<다리 두 곳 통제> 제하 「다리 두 곳 통제」 기사", "다리 두 곳 통제"),
        ("「橋が二つ通行止めに」の記事", "橋が二つ通行止めに"),
        ("《两座桥梁今天关闭》一稿", "两座桥梁今天关闭"),
    ],
)
def test_headline_quoted_is_read(text, headline):
    assert headline in read_notice(filed("(KILL) Notice", paragraphs=(text,))).headlines


def test_ids_and_sluglines_in_the_text_are_read():
    text = "Kill AFR20230405004500884 and BC-US--Biscuit's Tracks, urn:newsml:example.org:2023:1."
    notice = read_notice(filed("(KILL) Notice", note=text, guid="AFR20230405009900884"))

    assert {"AFR20230405004500884", "urn:newsml:example.org:2023:1"} <= set(notice.guids)
    assert "BC-US--Biscuit's Tracks" in notice.slugs
    assert "AFR20230405009951884" in notice.guids, "an earlier version of its own story, by the digits of the id"
    assert "AFR20230405009900884" not in notice.guids


@pytest.mark.parametrize(
    ("note", "changes"),
    [
        ("Eds: SUBS 4th graf to CORRECT vote to 6-1, sted 5-1.", (("5-1", "6-1"),)),
        ("Corrects to show backlog was 48 million euros, not 84 million", (("84 million", "48 million euros"),)),
        ("au 4e paragraphe, 480 millions et non 4.800 millions", (("4.800 millions", "480 millions"),)),
        ("CORRECTS name to Halvorsen, not Halverson, throughout", (("Halverson", "Halvorsen"),)),
        ("change 3 to 7", (("3", "7"),)),
        ("Corrects death toll from 3 to 7 in headline", (("3", "7"),)),
        ("Berichtigt: richtig 12 Prozent statt 21 Prozent im zweiten Absatz", (("21 Prozent", "12 Prozent"),)),
        ("corrige: 30 heridos, y no 300", (("300", "30 heridos"),)),
        ("'12명'을 '21명'으로 정정", (("12명", "21명"),)),
        ("（誤）三百人（正）三十人", (("三百人", "三十人"),)),
        ("“三百”更正为“三十”", (("三百", "三十"),)),
        ("Corrects typo in headline", ()),
    ],
)  # fmt: skip
def test_what_was_wrong_and_what_is_right_is_read(note, changes):
    assert changes_in(note) == changes


def a_notice(**fields: object) -> tuple:
    notice = read_notice(filed("(KILL) Two bridges close down", **fields))
    return notice, frozenset(["key"])


ORIGINAL = Candidate(2, "Two bridges close down", "key", day=WEDNESDAY, agency=1)
NOTICE = Candidate(1, "Two bridges close down", "key", day=WEDNESDAY, agency=1, kind="kill")


@pytest.mark.parametrize(
    ("other", "sure"),
    [
        (ORIGINAL, True),
        (Candidate(2, "Two bridges close down", "key", day=date(2023, 4, 4), agency=1), True),
        (Candidate(2, "Two bridges close down", "key", day=date(2023, 4, 1), agency=1), False),
        (Candidate(2, "Two bridges close down", "key", agency=1), False),
        (Candidate(2, "Two bridges are closed down", "other", day=WEDNESDAY, agency=1), False),
    ],
)
def test_headline_and_day_make_sure_and_less_waits(other, sure):
    notice, keys = a_notice()
    found = match(notice, keys, NOTICE, other)

    assert found.confidence > 0 and found.sure is sure and found.evidence


@pytest.mark.parametrize(
    "other",
    [
        Candidate(2, "Two bridges close down", "key", day=date(2023, 4, 6), agency=1),
        Candidate(2, "Two bridges close down", "key", day=WEDNESDAY, agency=7),
        Candidate(2, "Two bridges close down", "key", day=date(2023, 1, 6), agency=1),
        Candidate(2, "Two bridges close down", "key", day=WEDNESDAY, agency=1, kind="kill"),
        Candidate(2, "Something else was in the news", "other", day=WEDNESDAY, agency=1),
        Candidate(1, "Two bridges close down", "key", day=WEDNESDAY, agency=1),
    ],
    ids=["filed later", "another agency", "months before", "another kill", "another story", "itself"],
)
def test_what_is_not_meant_is_not_tied(other):
    notice, keys = a_notice()

    assert match(notice, keys, NOTICE, other).confidence == 0


def test_what_only_its_wording_makes_a_notice_waits():
    notice = read_notice(filed("Two bridges close down", note="Please do not use this story"))

    assert not match(notice, frozenset(["key"]), NOTICE, ORIGINAL).sure


def test_versions_of_one_id_are_told_apart_by_number_or_hour():
    notice = read_notice(filed("Two", status="canceled", guid="g", revision="3"))
    own = Candidate(1, guid="g", revision="3", kind="kill")

    assert match(notice, frozenset(), own, Candidate(2, guid="g", revision="2")).sure
    assert not match(notice, frozenset(), own, Candidate(2, guid="g", revision="4")).confidence
    morning, evening = datetime(2023, 4, 5, 9, tzinfo=UTC), datetime(2023, 4, 5, 20, tzinfo=UTC)
    assert not filed_before(Candidate(1, sent_at=morning), Candidate(2, sent_at=evening))


def test_likeness_counts_words_and_pairs_of_letters():
    assert likeness("Two bridges close", "TWO bridges, close!") == 1
    assert likeness("다리 두 곳 통제", "다리 두 곳 통제돼") > 0.5
    assert likeness("", "x") == 0


def test_machine_and_database_mean_the_same_by_sure():
    from articles.ingest.notices.matching import SURE

    assert SURE == Tie.SURE


@pytest.mark.parametrize(
    "text",
    ["“" * 50_000, "«" + "x " * 50_000, "BC-" * 40_000, "a, not b" * 20_000, "1" * 100_000, "story " * 50_000,
     "「" * 50_000 + "」", "to " * 30_000 + "not", "Corrects from " * 10_000, "\x00\ud800(KILL)",
     "Jan. 99 story 99日 31 February"],
)  # fmt: skip
def test_hostile_copy_is_read_quickly(text):
    from time import process_time

    started = process_time()
    for kind in ("(KILL) ", "(CORRECTION) ", ""):
        notice = read_notice(filed(f"{kind}Notice", note=text, paragraphs=(text, text)))
        assert notice is None or len(notice.headlines) <= 20
    assert process_time() - started < 2
