"""The agencies and the names they sign with."""

from __future__ import annotations

import re

SIGNATURES: dict[str, tuple[str, ...]] = {
    "Yonhap": ("Yonhap", "Yonhap News Agency", "연합뉴스", "韩联社", "韓聯社", "聯合ニュース", "聯合", "يونهاب"),
    "AFP": ("AFP", "Agence France-Presse", "法新社", "فرانس برس", "أ ف ب"),
    "AP": ("AP", "Associated Press", "The Associated Press", "美联社"),
    "Reuters": ("Reuters", "Reuter", "로이터", "路透", "路透社", "ロイター", "رويترز"),
    "Xinhua": ("Xinhua", "新华社", "新華社", "新华网", "شينخوا"),
    "EFE": ("EFE", "EFECOM", "EFEAGRO"),
    "dpa": ("dpa", "DPA"),
    "Kyodo": ("Kyodo", "Kyodo News", "共同", "共同社", "共同通信"),
    "TASS": ("TASS", "ITAR-TASS", "Tass"),
    "ANSA": ("ANSA",),
    "UPI": ("UPI",),
    "ATS": ("ats", "ATS", "sda", "SDA", "Keystone-ATS", "Keystone-SDA"),
    "APA": ("APA",),
    "ANP": ("ANP",),
    "Belga": ("Belga", "BELGA"),
    "NTB": ("NTB",),
    "TT": ("TT",),
    "STT": ("STT",),
    "PA": ("PA", "PA Media"),
    "CNA": ("CNA", "中央社"),
    "KCNA": ("KCNA", "조선중앙통신"),
    "Newsis": ("Newsis", "뉴시스"),
    "News1": ("News1", "뉴스1"),
    "Jiji": ("Jiji", "時事", "時事通信"),
    "China News Service": ("中新社", "中新网"),
    "Interfax": ("Interfax",),
    "RIA Novosti": ("RIA Novosti", "RIA"),
    "LaPresse": ("LaPresse",),
    "Prensa Latina": ("Prensa Latina", "PL"),
    "Anadolu": ("AA", "Anadolu"),
    "Havas": ("Havas", "Havas."),
    "DNB": ("D. N. B.", "DNB", "D.N.B."),
    "PAT": ("Pat", "PAT"),
    "Exchange Telegraph": ("Exchange",),
    "Lusa": ("Lusa", "LUSA"),
    "MTI": ("MTI",),
    "PTI": ("PTI",),
    "IANS": ("IANS",),
}
BY_SIGNATURE = {signature: agency for agency, signatures in SIGNATURES.items() for signature in signatures}
MAIL_DOMAINS = {"yna.co.kr": "Yonhap", "afp.com": "AFP", "ap.org": "AP", "dpa.com": "dpa", "kyodonews.jp": "Kyodo"}
YONHAP_ID = re.compile(
    r"\bA(?P<service>[A-Z]{2})(?P<date>(?:19|20)\d{6})(?P<serial>\d{4})(?P<version>\d{2})(?P<desk>\d{3})\b"
)


def known_agency(signature: str) -> str:
    """Return the usual name of the agency that signs so, or an empty string.

    Of a joint signature such as `LaPresse/AP` the first known name counts.
    """
    signature = signature.strip()
    if signature in BY_SIGNATURE:
        return BY_SIGNATURE[signature]
    for part in re.split(r"[/ ]|\s[-–]\s", signature):
        if part in BY_SIGNATURE:
            return BY_SIGNATURE[part]
    return ""


def agency_of_mail(address: str) -> str:
    """Return the agency whose staff has such an address, or an empty string."""
    return MAIL_DOMAINS.get(address.rpartition("@")[2].lower(), "")
