"""Tables of customers as people head and fill them in each language: what is clear is recognised, and nothing wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.project import open_project
from goodterms.recipients.first_look import Place, look

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = open_project()
LETTERS = {letter.name: letter for letter in PROJECT.letters()}
CLEAR: dict[tuple[str, str], str] = {
    ("sl", "check-in"): """\
Šifra stranke=key;Naziv=name.title;Ime=name.given;Priimek=name.surname;Podjetje=;Spol=form;El. pošta=email;GSM=call_number;\
Naslov=address;Jezik=locale;Stranka od=since;Datum srečanja=meeting_date;Ura=meeting_time;Trajanje=duration;\
Način srečanja=mode;Kraj srečanja=place;Ponudba=offer;Opombe=
K-001;ga.;Ana;Novak;Lipa d.o.o.;Ž;ana@example.com;+386 1 555 0101;Hribarjeva 5, 1000 Ljubljana;slovenščina;1. 3. 2019;\
v četrtek, 3. decembra 2026;ob 9. uri;pol ure;osebno;Ljubljana;energetski pregled;
K-002;g.;Boris;Kos;Javor s.p.;M;boris@example.com;+386 1 555 0102;Dolga 7, 2000 Maribor;slovenščina;15. 6. 2020;\
14. 12. 2026;14h;1 uro in pol;pri stranki;Maribor;brez;vip
""",
    ("sl", "farewell"): """\
Zap. št.=;Ime in priimek=name;E-naslov=email;Poštni naslov=address;Jezik dopisa=locale;Razlog=reason;Št. pošiljk=shipments;\
Zadnji dan=last_day;Dobra volja=goodwill;Znesek vračila=refund;Št. računa=invoice;Opravičilo=apology;\
Ponudnik storitev=providers;Telefon=;Davčna številka=
1;Ana Novak;ana@example.com;Hribarjeva 5, 1000 Ljubljana;sl;pošiljke;3;31. 12. 2026;plačilo;1.250,50 €;R-17;storitev;\
Hrast d.o.o.;+386 1 555 0101;SI12345678
2;Boris Kos;boris@example.com;Dolga 7, 2000 Maribor;sl;prošnja;2;15. januarja 2027;mesec;350 evrov;R-18;sodelavci;\
Gaber s.p.;+386 1 555 0102;SI12345679
""",
    ("ne", "check-in"): """\
क्र.सं.=;ग्राहक कोड=key;नाम थर=name;लिङ्ग=form;कम्पनी=;ठेगाना=address;इमेल=email;मोबाइल नं.=call_number;भाषा=locale;\
ग्राहक भएको मिति=since;भेट्ने मिति=meeting_date;भेट्ने समय=meeting_time;अवधि=duration;भेटघाटको तरिका=mode;\
भेट्ने ठाउँ=place;अफर=offer;कैफियत=
१;ग-०१;रमेश थापा;पुरुष;सगरमाथा ट्रेडर्स;न्युरोड, काठमाडौं;ramesh@example.com;९८४१५५५०१०१;नेपाली;२०७५ बैशाख १ गते;\
२०८३ मंसिर २७ गते;दिउँसो २:३० बजे;४५ मिनेट;प्रत्यक्ष;न्युरोड;ऊर्जा अडिट;
२;ग-०२;सीता श्रेष्ठ;महिला;हिमाल सप्लायर्स;लाजिम्पाट, काठमाडौं;sita@example.com;९८४१५५५०१०२;नेपाली;२०७६ साल भदौ १५ गते;\
२०८३ मंसिर २८ गते;बिहान ११ बजे;डेढ घण्टा;भिडियो कल;अनलाइन;छैन;
""",
    ("ne", "farewell"): """\
सि.नं.=;ग्राहकको नाम=name;सम्बोधन=name.title;ईमेल=email;भाषा=locale;कारण=reason;डेलिभरी संख्या=shipments;\
अन्तिम मिति=last_day;सद्भाव=goodwill;फिर्ता रकम=refund;बिजक नं.=invoice;माफी=apology;सेवा प्रदायक=providers;\
सम्पर्क नं.=;प्यान नं.=
1;रमेश थापा;श्री;ramesh@example.com;ne;डेलिभरी;३;२०८३ पुस १५ गते;रकम फिर्ता;रु. १,२५,०५०/-;B-1;सेवा;हिमाल सर्भिस;\
9841555010;301234567
2;सीता श्रेष्ठ;सुश्री;sita@example.com;ne;अनुरोध;२;२०८३ पुस १६ गते;बीजक रद्द;रू. १२५०;B-2;टोली;शिखर सर्भिस;\
9841555011;301234568
""",
    ("te", "check-in"): """\
క్ర.సం.=;పేరు=name.given;ఇంటి పేరు=name.surname;లింగం=form;కంపెనీ=;చిరునామా=address;మెయిల్ ఐడి=email;సెల్ నెంబర్=call_number;\
భాష=locale;ఎప్పటి నుండి=since;మీటింగ్ తేది=meeting_date;టైం=meeting_time;వ్యవధి=duration;సమావేశ విధానం=mode;స్థలం=place;\
ఆఫర్=offer;గమనిక=
1;సుజాత;వేముల;స్త్రీ;శ్రీ ట్రేడర్స్;అమీర్‌పేట, హైదరాబాద్ 500016;sujata@example.com;9848022338;తెలుగు;12 జూలై 2019;\
12 డిసెంబరు 2026;మధ్యాహ్నం 2.30 గంటలకు;అరగంట;నేరుగా;హైదరాబాద్;ఎనర్జీ ఆడిట్;
2;రాజశేఖర్;కొల్లిపర;పురుషుడు;లక్ష్మి స్టోర్స్;బెంజ్ సర్కిల్, విజయవాడ 520010;raja@example.com;9848022339;తెలుగు;1 ఆగస్టు 2020;\
14 డిసెంబరు 2026;ఉ. 10:30;1 గం. 30 ని.;వీడియో కాల్;ఆన్‌లైన్;లేదు;
""",
    ("te", "farewell"): """\
కస్టమర్ ఐడి=key;కస్టమర్ పేరు=name;ఇమెయిల్=email;భాష=locale;కారణం=reason;డెలివరీల సంఖ్య=shipments;చివరి తేది=last_day;\
రిఫండ్=refund;బిల్లు నెంబరు=invoice;క్షమాపణ=apology;మరో సంస్థ=providers;ఫోన్ నెంబరు=;జిఎస్టి నంబర్=;ఊరు=
C1;వేముల సుజాత;sujata@example.com;te;డెలివరీలు;3;31-12-2026;రూ. 1,25,050;B1;సేవ;గాయత్రి సర్వీసెస్;9848022338;\
36ABCDE1234F1Z5;హైదరాబాద్
C2;కొల్లిపర రాజశేఖర్;raja@example.com;te;అభ్యర్థన;2;15-01-2027;2,500 రూపాయలు;B2;సిబ్బంది;శ్రీ సర్వీసెస్;9848022339;\
36ABCDE1234F1Z6;విజయవాడ
""",
    ("ur", "check-in"): """\
نمبر شمار=;صارف کا نام=name;لقب=name.title;کمپنی=;ای میل=email;موبائل نمبر=call_number;پتہ=address;زبان=locale;\
صارف کب سے=since;ملاقات کی تاریخ=meeting_date;ملاقات کا وقت=meeting_time;دورانیہ=duration;ملاقات کا طریقہ=mode;جگہ=place;\
پیشکش=offer;کیفیت=
1;عائشہ خان;محترمہ;نور ٹریڈرز;ayesha@example.com;0300 5550101;گلی 5، لاہور 54000;اردو;یکم جنوری 2019ء;12 دسمبر 2026ء;\
دوپہر 2:30 بجے;ڈیڑھ گھنٹہ;بالمشافہ;لاہور;انرجی آڈٹ;
2;احمد رضا;جناب;چاند سٹور;ahmad@example.com;0300 5550102;گلی 7، کراچی 75500;اردو;15 مارچ 2020ء;14 دسمبر 2026ء;\
صبح 10 بجے;45 منٹ;وڈیو کال;آن لائن;کوئی نہیں;
""",
    ("ur", "farewell"): """\
كسٹمر آئى ڈى=key;نام=name;ايميل=email;زبان=locale;وجہ=reason;ڈیلیوریوں کی تعداد=shipments;آخری تاریخ=last_day;\
واپسی کی رقم=refund;بل نمبر=invoice;معذرت=apology;متبادل ادارہ=providers;رابطہ نمبر=;این ٹی این=;شہر=
1;عائشہ خان;ayesha@example.com;ur;ڈیلیوری;3;31 دسمبر 2026;Rs. 12,500/-;B1;سروس;نور سروسز;0300 5550101;1234567-8;لاہور
2;احمد رضا;ahmad@example.com;ur;درخواست;2;15 جنوری 2027;2500 روپئے;B2;عملہ;چاند سروسز;0300 5550102;1234567-9;کراچی
""",
}
"""By language and letter: in the first line the names of columns, each with what it is; below, the rows."""


def write(path: Path, names: list[str], rows: list[str]) -> Place:
    path.write_text("\n".join([";".join(names), *rows]) + "\n", "utf-8")
    return Place(path)


@pytest.mark.parametrize(("language", "letter"), CLEAR)
def test_clear_columns_are_recognised(tmp_path: Path, language: str, letter: str) -> None:
    head, *rows = CLEAR[language, letter].splitlines()
    names, fields = zip(*(column.split("=") for column in head.split(";")), strict=True)
    found = look(PROJECT, LETTERS[letter], write(tmp_path / "table.csv", list(names), rows), {}).columns
    assert {one.name: one.field for one in found} == dict(zip(names, fields, strict=True))
    assert not [one.name for one in found if one.possible]
    assert not [word for one in found for word, choice in one.choices.items() if not choice]


@pytest.mark.parametrize(
    ("letter", "name", "values", "possible", "other"),
    [
        # A person or a company.
        *(
            ("check-in", name, ("A B", "C D"), ("name",), "customer_company")
            for name in ("Customer", "Partner", "Stranka", "Naziv kupca", "ग्राहक", "కస్టమర్", "گاہک")
        ),
        # The day of what?
        *(
            ("check-in", name, ("2026-12-03", "2026-12-04"), ("since", "meeting_date"), "")
            for name in ("Date", "Datum", "मिति", "తేదీ", "తేది", "تاریخ")
        ),
        *(
            ("farewell", name, ("2026-12-03", "2026-12-04"), ("since", "last_day"), "")
            for name in ("Datum", "मिति", "తేది", "تاريخ")
        ),
        # An amount of what?
        *(
            ("farewell", name, ("5,50 EUR", "7,20 EUR"), ("refund", "month_refund"), "")
            for name in ("Amount", "Znesek", "रकम", "మొత్తం", "رقم")
        ),
        # The number of a row, of a customer or of a bank account.
        ("check-in", "Št.", ("1", "2"), ("key",), "row_number"),
        ("check-in", "खाता नं.", ("0123", "0124"), ("key",), "bank_account"),
        ("farewell", "Račun", ("R-17", "R-18"), ("invoice",), "bank_account"),
        ("farewell", "Št. računa", ("SI56 0000 0000 0000 000", "SI56 0000 0000 0000 001"), ("invoice",), ""),
        # Town or place of the meeting.
        ("check-in", "Kraj", ("Ljubljana", "Kranj"), ("place",), "town"),
        ("check-in", "రెండవ పేరు", ("A", "B"), ("name.given2", "name.surname"), ""),
        # What would change the sender, or say something of the customer that is not so.
        *(
            ("check-in", name, ("A B", "C D"), (), "")
            for name in ("Podpis", "Signature", "हस्ताक्षर", "సంతకం", "دستخط", "Izobrazba", "शैक्षिक योग्यता")
        ),
        *(("check-in", name, ("45", "52"), (), "") for name in ("Leta", "वर्ष", "సంవత్సరాలు", "سال")),
        # Phone numbers of customers, in a letter that has none.
        *(
            ("farewell", name, ("+386 1 555 0101", "+386 1 555 0102"), (), "elsewhere")
            for name in ("Telefon", "सम्पर्क व्यक्तिको फोन", "ఫోన్ నెంబరు", "رابطہ نمبر")
        ),
        ("farewell", "Ziffer", ("45", "52"), (), ""),
        ("farewell", "Beleg", ("B1", "B2"), (), ""),
    ],
)
def test_what_may_be_several_things_is_left_open(
    tmp_path: Path, letter: str, name: str, values: tuple[str, ...], possible: tuple[str, ...], other: str
) -> None:
    place = write(tmp_path / "table.csv", [name, "XY"], [f"{value};x" for value in values])
    one = look(PROJECT, LETTERS[letter], place, {}).columns[0]
    assert (one.field, one.possible, one.other) == ("", possible, other)


@pytest.mark.parametrize(
    ("table", "is_whole"),
    [
        (("Naslov;Kraj bivanja", "Hribarjeva 5;Ljubljana", "Dolga 7;Maribor"), False),
        (("Naslov;Kraj bivanja", "Hribarjeva 5, 1000 Ljubljana;Ljubljana", "Dolga 7, 2000 Maribor;Maribor"), True),
        (("టోల్;ఊరు;వీధి", "x;హైదరాబాద్;అమీర్‌పేట", "y;విజయవాడ;బెంజ్ సర్కిల్"), False),
        (("टोल;जिल्ला", "न्युरोड;काठमाडौं", "लाजिम्पाट;काठमाडौं"), False),
        (("پتا;شہر", "گلی 5، لاہور;لاہور", "گلی 7، کراچی;کراچی"), True),
    ],
)
def test_an_address_is_whole_only_with_its_town(tmp_path: Path, table: tuple[str, ...], is_whole: bool) -> None:
    place = write(tmp_path / "table.csv", table[0].split(";"), list(table[1:]))
    found = look(PROJECT, LETTERS["check-in"], place, {}).columns
    assert [one.field for one in found if one.field] == (["address"] if is_whole else [])
    assert [one.doubt for one in found if one.possible == ("address",)] == ([] if is_whole else ["postal_code"])
