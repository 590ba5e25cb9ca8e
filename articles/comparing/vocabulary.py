"""Words that tell what a change is about, folded as `tokens.fold` does, in the languages the wire writes."""

from __future__ import annotations

from articles.comparing.tokens import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


MONTHS = _words(
    "January February April June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec "
    "janvier février avril juin juillet août septembre octobre novembre décembre janv févr avr juil déc "
    "Januar Februar März Juni Juli Oktober Dezember enero febrero abril junio julio agosto septiembre octubre noviembre diciembre "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre "
    "janeiro fevereiro março abril maio junho julho setembro outubro novembro dezembro "
    "января февраля апреля июня июля августа сентября октября ноября декабря "
    "يناير فبراير أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
)
MONTHS_BESIDE_NUMBERS = MONTHS | _words("March May mars mai marzo марта мая مارس")
"""With those that stand for other things as well: a number beside them makes them months."""
DAYS = _words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday today yesterday tomorrow tonight "
    "lundi mardi mercredi jeudi vendredi samedi dimanche hier demain aujourd'hui "
    "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag heute gestern "
    "lunes martes miércoles jueves viernes sábado domingo hoy ayer lunedì martedì mercoledì giovedì venerdì sabato domenica oggi ieri domani "
    "hoje ontem amanhã понедельник вторник среду четверг пятницу субботу воскресенье сегодня вчера завтра "
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد أمس غدا"
)
DAYS_OF_LETTERS = (
    *(tuple(day + "요일") for day in "월화수목금토일"),
    *(tuple(day + "曜日") for day in "月火水木金土日"),
    *(tuple(week + day) for week in ("星期", "周") for day in "一二三四五六日"),
)
DATE_LETTERS = frozenset("年月日時时分点년월일시분")
"""After a number, where words are not told apart."""

SAYING = _words(
    "said say says saying told tells added announced announces reported reports stated according quoted citing spokesperson "
    "spokesman spokeswoman denied denies confirmed confirms claimed claims insisted acknowledged alleged allegedly reportedly "
    "dit annoncé annonce déclaré déclare affirmé affirme indiqué indique précisé précise ajouté selon d'après rapporté rapporte "
    "raconté souligné souligne démenti confirmé confirme estimé expliqué assuré porte-parole source sources auprès "
    "sagte sagten sagt teilte mitteilte erklärte erklärten laut zufolge nach berichtete berichteten angaben bestätigte dementierte sprecher "
    "sprecherin dijo dijeron anunció informó declaró afirmó según señaló indicó añadió aseguró confirmó desmintió portavoz fuentes "
    "disse detto ha annunciato secondo dichiarato affirmou segundo informou "
    "сказал сказала сообщил сообщила сообщили заявил заявила заявили словам данным подтвердил "
    "قال قالت أعلن أعلنت أضاف أضافت وفقا ذكر ذكرت أكد أكدت صرح نفى بحسب حسب المتحدث وقال وقالت وأضاف وأكد"
) - _words("ha nach")
SAYING_PHRASES = tuple(
    tuple(fold(letter) for letter in phrase)
    for phrase in (
        *(
            "밝혔다",
            "말했다",
            "전했다",
            "발표했다",
            "보도했다",
            "설명했다",
            "따르면",
            "덧붙였다",
            "강조했다",
            "주장했다",
            "관계자",
        ),
        *("说", "表示", "据", "称", "宣布", "报道", "发言人", "指出", "告诉"),
        *("述べ", "語った", "発表", "によると", "明らかに", "話した", "報じ", "広報"),
    )
)

_NUMBER_WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "ar": "اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "fr": "vingt trente quarante cinquante soixante septante huitante nonante",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "ru": "двадцать тридцать сорок пятьдесят",
}
NUMBER_WORDS = {
    language: {fold(word): value for value, word in enumerate(written.split(), start=2)}
    | {fold(word): 10 * ten for ten, word in enumerate(_TENS.get(language, "").split(), start=2)}
    | ({"vingts": 20, "trentaine": 30, "vingtaine": 20, "dizaine": 10, "soixantaine": 60} if language == "fr" else {})
    for language, written in _NUMBER_WORDS.items()
}
"""By language. One is left out: it is an article as often as a number. Long ones are read word by word."""
LARGE_NUMBERS = {
    **dict.fromkeys(
        map(
            fold,
            ["hundred", "hundreds", "cent", "cents", "centaine", "hundert", "cien", "ciento", "cento", "сто", "مئة"],
        ),
        100,
    ),
    **dict.fromkeys(
        map(fold, ["thousand", "thousands", "mille", "milliers", "tausend", "mil", "mila", "тысяч", "тысячи", "ألف"]),
        1000,
    ),
    **dict.fromkeys(
        map(
            fold,
            [
                "million",
                "millions",
                "millionen",
                "millón",
                "millones",
                "milioni",
                "milhões",
                "миллион",
                "миллионов",
                "مليون",
            ],
        ),
        10**6,
    ),
    **dict.fromkeys(
        map(
            fold,
            [
                "billion",
                "billions",
                "milliard",
                "milliards",
                "milliarden",
                "miliardi",
                "миллиард",
                "миллиардов",
                "مليار",
            ],
        ),
        10**9,
    ),
    **dict.fromkeys(("만", "万", "萬"), 10**4),
    **dict.fromkeys(("억", "億", "亿"), 10**8),
}
WRITTEN_DIGITS = {
    **dict(zip("〇一二三四五六七八九十百千", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1000), strict=True)),
    **dict(zip("두세네", (2, 3, 4), strict=True)),
}
COUNTERS = frozenset("人名岁歳票枚隻艘台度位件例口匹頭头棟栋家社万萬億亿元円") | frozenset("명척대건개살표억만원곳채")
"""Letters that follow a number of persons or things, without which 一 or 세 need not be a number."""
