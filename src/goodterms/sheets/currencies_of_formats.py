"""The currency that a number format names: by its ISO 4217 code, by its sign, or by its sign and its locale.

A format names a currency in a block, ``[$sign-locale]`` (ECMA-376, 18.8.31), or as plain text. The locale is a Windows
identifier in hexadecimal ([MS-LCID], as Python keeps it in ``locale.windows_locale``) or a BCP 47 tag.
"""

from __future__ import annotations

import re
from functools import lru_cache
from locale import windows_locale
from typing import NamedTuple

_REGIONS = """
    AED:AE AFN:AF ALL:AL AMD:AM AOA:AO ARS:AR AUD:AU,CC,CX,HM,KI,NF,NR,TV AWG:AW AZN:AZ BAM:BA BBD:BB BDT:BD BGN
    BHD:BH BIF:BI BMD:BM BND:BN BOB:BO BRL:BR BSD:BS BTN BWP:BW BYN:BY BZD:BZ CAD:CA CDF:CD CHF:CH,LI CLP:CL CNY:CN
    COP:CO CRC:CR CUP:CU CVE:CV CZK:CZ DJF:DJ DKK:DK,FO,GL DOP:DO DZD:DZ EGP:EG ERN:ER ETB:ET
    EUR:AD,AT,AX,BE,BG,BL,CY,DE,EA,EE,ES,EU,FI,FR,GF,GP,GR,HR,IC,IE,IT,LT,LU,LV,MC,ME,MF,MQ,MT,NL,PM,PT,RE,SI,SK,SM,TF,VA,XK,YT
    FJD:FJ FKP:FK GBP:GB,GG,GS,IM,JE,TA GEL:GE GHS:GH GIP:GI GMD:GM GNF:GN GTQ:GT GYD:GY HKD:HK HNL:HN HTG:HT HUF:HU
    IDR:ID ILS:IL,PS INR:BT,IN IQD:IQ IRR:IR ISK:IS JMD:JM JOD:JO JPY:JP KES:KE KGS:KG KHR:KH KMF:KM KPW:KP KRW:KR
    KWD:KW KYD:KY KZT:KZ LAK:LA LBP:LB LKR:LK LRD:LR LSL LYD:LY MAD:EH,MA MDL:MD MGA:MG MKD:MK MMK:MM MNT:MN MOP:MO
    MRU:MR MUR:MU MVR:MV MWK:MW MXN:MX MYR:MY MZN:MZ NAD NGN:NG NIO:NI NOK:BV,NO,SJ NPR:NP NZD:CK,NU,NZ,PN,TK OMR:OM
    PAB:PA PEN:PE PGK:PG PHP:PH PKR:PK PLN:PL PYG:PY QAR:QA RON:RO RSD:RS RUB:RU RWF:RW SAR:SA SBD:SB SCR:SC SDG:SD
    SEK:SE SGD:SG SHP:AC,SH SLE:SL SOS:SO SRD:SR SSP:SS STN:ST SYP:SY SZL:SZ THB:TH TJS:TJ TMT:TM TND:TN TOP:TO
    TRY:TR TTD:TT TWD:TW TZS:TZ UAH:UA UGX:UG USD:AS,BQ,DG,EC,FM,GU,IO,MH,MP,PR,PW,SV,TC,TL,UM,US,VG,VI,ZW UYU:UY
    UZS:UZ VES:VE VND:VN VUV:VU WST:WS XAF:CF,CG,CM,GA,GQ,TD XCD:AG,AI,DM,GD,KN,LC,MS,VC XCG:CW,SX
    XOF:BF,BJ,CI,GW,ML,NE,SN,TG XPF:NC,PF,WF YER:YE ZAR:LS,NA,ZA ZMW:ZM ZWG
"""
"""Each current currency and the regions whose first currency it is, by CLDR's supplemental data."""
CODES = frozenset(item.partition(":")[0] for item in _REGIONS.split())
"""The current currencies, as ISO 4217 codes."""
_BY_REGION = {
    region: code
    for code, _, regions in (item.partition(":") for item in _REGIONS.split())
    for region in regions.split(",")
}
_ONLY = {
    "A$": "AUD", "AU$": "AUD", "B/.": "PAB", "BR$": "BRL", "Bs.S": "VES", "CA$": "CAD", "CN¥": "CNY", "DKr": "DKK",
    "Dkr": "DKK", "EC$": "XCD", "FCFA": "XAF", "Ft": "HUF", "GH₵": "GHS", "HK$": "HKD", "Ikr": "ISK", "JP¥": "JPY",
    "Ksh": "KES", "Kč": "CZK", "Lekë": "ALL", "MX$": "MXN", "NT$": "TWD", "NZ$": "NZD",
    "Nkr": "NOK", "R$": "BRL", "RD$": "DOP", "RM": "MYR", "Rp": "IDR", "S/": "PEN", "SFr.": "CHF", "Skr": "SEK",
    "US$": "USD", "UK£": "GBP", "zł": "PLN", "元": "CNY", "лв.": "BGN", "лв": "BGN", "грн.": "UAH", "грн": "UAH",
    "ден.": "MKD", "ден": "MKD", "дин.": "RSD", "नेरू": "NPR", "€": "EUR", "؋": "AFN", "֏": "AMD", "৳": "BDT",
    "฿": "THB", "៛": "KHR", "₡": "CRC", "₦": "NGN", "₪": "ILS", "₫": "VND", "₭": "LAK", "₮": "MNT", "₱": "PHP",
    "₲": "PYG", "₴": "UAH", "₸": "KZT", "₹": "INR", "₺": "TRY", "₼": "AZN", "₽": "RUB", "₾": "GEL",
}  # fmt: skip
"""Signs that one current currency has, by CLDR's data of all locales."""
_SHARED = {
    "$": "ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USD UYU"
    " XCD",
    "£": "EGP FKP GBP GIP LBP SDG SHP SSP SYP",
    "¥": "CNY JPY",
    "￥": "CNY JPY",
    "₩": "KPW KRW",
    "C$": "CAD NIO",
    "Bs": "BOB VES",
    "Bs.": "BOB VES",
    "Br": "BYN ETB",
    "Din.": "RSD",
    "din.": "RSD",
    "Fr": "CHF",
    "Fr.": "CHF",
    "fr.": "CHF",
    "SFr": "CHF",
    "K": "MMK PGK ZMW",
    "KM": "BAM",
    "КМ": "BAM",
    "kr": "DKK ISK NOK SEK",
    "kr.": "DKK ISK NOK SEK",
    "L": "HNL MDL",
    "lei": "MDL RON",
    "Lei": "MDL RON",
    "R": "ZAR",
    "Rs": "INR LKR MUR NPR PKR SCR",
    "Rs.": "INR LKR MUR NPR PKR SCR",
    "₨": "INR LKR MUR NPR PKR SCR",
    "रु": "INR NPR",
    "रु.": "INR NPR",
    "रू": "INR NPR",
    "रू.": "INR NPR",
    "р.": "BYN RUB",
    "руб.": "BYN RUB",
    "ریال": "IRR OMR QAR SAR YER",
    "﷼": "IRR OMR QAR SAR YER",
    "₵": "GHS",
}
"""Signs that several currencies have or had, or that are letters of other meanings, too; the locale decides."""
_BETWEEN = re.compile(r"((?:[\s()]|(?<!\S)[+\u2212-])+)")
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c\u200b]")


class Named(NamedTuple):
    """The currency that a format names, as an ISO 4217 code, or else its sign, which several currencies have."""

    currency: str = ""
    symbol: str = ""


@lru_cache(maxsize=256)
def currency_of(sign: str, locale: str = "") -> Named:
    """The currency of a sign, or of an ISO 4217 code, in a locale: ``$`` in 409 is USD, in C09 AUD, without one ``$``.

    A sign that no table knows is the currency of the locale, but not where that is the euro: there it is most likely
    the sign of the currency before it.
    """
    sign = _DIRECTION_MARKS.sub("", sign).strip()
    if sign.upper() in CODES and len(sign) == 3:
        return Named(sign.upper())
    if sign in _ONLY:
        return Named(_ONLY[sign])
    local = _BY_REGION.get(_region(locale), "")
    if sign in _SHARED:
        return Named(local) if local in _SHARED[sign].split() else Named(symbol=sign)
    return Named(local) if local not in ("", "EUR") else Named(symbol=sign)


def is_sign(text: str) -> bool:
    """Whether a text outside a block is the code or a sign of a currency; K and L mean thousands and litres there."""
    return text not in {"K", "L"} and (text in CODES or text in _ONLY or text in _SHARED)


def may_mean(sign: str, code: str) -> bool:
    """Whether a sign of several currencies can be that of one; a sign that no table knows can be that of any."""
    return sign not in _SHARED or code in _SHARED[sign].split()


def split_words(text: str) -> list[str]:
    """The words of a text and what is between them: spaces, parentheses, and a sign in front of a word."""
    return _BETWEEN.split(text)


def _region(locale: str) -> str:
    """The region of a locale, such as US for ``409``, ``en-US`` or ``1000409`` (digits of another script); or empty."""
    try:
        tag = windows_locale.get(int(locale, 16) & 0xFFFF, "")
    except ValueError:
        tag = locale
    parts = re.split("[-_]", tag)[1:]
    return next((part.upper() for part in parts if len(part) == 2), "")
