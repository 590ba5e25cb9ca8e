import pytest

from articles.ingest.grammar.captions import caption_likeness, split_rights


@pytest.mark.parametrize(
    ("line", "text", "credit", "restriction"),
    [
        (
            "Un pont. (Utilisation en Corée du Sud uniquement et redistribution interdite)",
            "Un pont.",
            "",
            "Utilisation en Corée du Sud uniquement et redistribution interdite",
        ),
        ("A bridge. (PHOTO NOT FOR SALE) (Yonhap)", "A bridge.", "Yonhap", "PHOTO NOT FOR SALE"),
        ("A bridge. (Pool photo) (Yonhap)", "A bridge.", "Pool photo / Yonhap", ""),
        ("Un pont. (Photo d'archives)", "Un pont. (Photo d'archives)", "", ""),
        ("Un pont. (Photo d'archives) (Yonhap)", "Un pont. (Photo d'archives)", "Yonhap", ""),
        ("Le maire (à dr.)", "Le maire (à dr.)", "", ""),
        ("다리 전경 [연합뉴스 자료사진] *재판매 및 DB 금지", "다리 전경", "연합뉴스 자료사진", "재판매 및 DB 금지"),
        ("다리 [군청 제공. 재판매 및 DB 금지]", "다리", "군청 제공", "재판매 및 DB 금지"),
        ("桥。 韩联社（图片严禁转载复制）", "桥。", "韩联社", "图片严禁转载复制"),
        ("橋＝２１日、釜山（聯合ニュース）", "橋＝２１日、釜山", "聯合ニュース", ""),
        ("(Yonhap)", "(Yonhap)", "", ""),
    ],
)
def test_credit_and_restriction_leave_the_text(line, text, credit, restriction):
    assert split_rights(line) == (text, credit, restriction)


def test_paragraph_looks_less_like_a_caption_than_a_caption_does():
    caption = "Le maire (à dr.) inaugure le pont le mardi 12 septembre 2023. (Yonhap)"

    assert caption_likeness(caption) >= 3
    assert caption_likeness("Le maire a inauguré le pont mardi, selon la préfecture (sud).") == 0
