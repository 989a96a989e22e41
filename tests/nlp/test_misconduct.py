import pytest

import nlp
from nlp.misconduct import accuses_an_officer
from nlp.normalising import normalise

ACCUSATIONS = [
    "พนักงานเก็บขยะพูดจาไม่ดี ตะคอกคนแก่",
    "เทศกิจเรียกเงินแม่ค้าวันละยี่สิบ",
    "เจ้าหน้าที่ทะเบียนหยาบคายมาก",
    "นายช่างรับเงินใต้โต๊ะจากร้านใหญ่",
    "ช่างประปาขอค่าน้ำร้อนสองร้อย",
    "ครูข่มขู่นักเรียนต่อหน้าเพื่อน",
]
FOLLOW_UPS = [
    "เรื่องนี้จะแจ้งที่ไหนได้อีกคะ",
    "ต้องร้องเรียนที่ไหนครับ",
    "ขอบคุณค่ะ",
    "ขอบคุณครับที่รับฟัง",
    "ขอบพระคุณล่วงหน้าค่ะ",
    "มีใครโดนบ้าง",
    "ถ้าเจออีกจะถ่ายคลิปไว้",
    "แจ้งทุจริตที่ไหนคะ",
    "ช่วยตรวจสอบด้วย",
    "ส่วนคนอื่นในกองน่าชื่นชมนะคะ",
    "อยากให้อบรมกันหน่อย",
    "หลายครั้งแล้ว",
]


@pytest.mark.parametrize("follow_up", FOLLOW_UPS)
@pytest.mark.parametrize("accusation", ACCUSATIONS)
@pytest.mark.parametrize("between", ["\n", " "])
def test_what_follows_takes_no_accusation_back(accusation: str, follow_up: str, between: str) -> None:
    assert nlp.understand(accusation + between + follow_up).kind == "misconduct"


@pytest.mark.parametrize("accusation", ACCUSATIONS)
@pytest.mark.parametrize("before", ["สวัสดีค่ะ", "ขอบคุณที่เปิดช่องทางนี้ค่ะ", "ขอสอบถามหน่อย แจ้งที่ไหนก็ไม่รู้"])
def test_manners_before_an_accusation_change_nothing(accusation: str, before: str) -> None:
    assert nlp.understand(f"{before} {accusation}").kind == "misconduct"


@pytest.mark.parametrize(
    "text",
    [
        "ถ้าเจอเจ้าหน้าที่เรียกรับเงิน แจ้งที่ไหนได้บ้าง",
        "ขอบคุณพนักงานที่ไม่เคยพูดไม่ดีกับชาวบ้าน",
        "พนักงานทุกคนไม่เคยตะคอกเลย",
        "มีคนแอบอ้างเป็นเจ้าหน้าที่มาเรียกเงิน",
        "เจ้าหน้าที่ช้า ไม่ได้ว่าช่างพูดไม่ดีนะ",
        "เทศกิจออกวันไหนครับ",
    ],
)
def test_a_deed_that_was_not_done_is_no_accusation(text: str) -> None:

    assert not accuses_an_officer(normalise(text))
