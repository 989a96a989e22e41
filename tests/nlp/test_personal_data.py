import pytest

import nlp


@pytest.mark.parametrize(
    "number",
    [
        "0815550199",
        "081-555-0199",
        "081 555 0199",
        "081-5550199",
        "08 1555 0199",
        "08-1555-0199",
        "081.555.0199",
        "0 8 1 5 5 5 0 1 9 9",
        "+66 81 555 0199",
        "+66815550199",
        "66815550199",
        "๐๘๑-๕๕๕-๐๑๙๙",
        "๐๘๑๕๕๕๐๑๙๙",
        "(081) 555-0199",
        "073-211555",
        "0 7321 1555",
        "02-555-0199",
        "081\u200b5550199",
    ],
)
def test_every_way_to_write_a_phone_number_is_masked(number: str) -> None:
    assert nlp.mask(f"โทรกลับ {number} นะคะ") == "โทรกลับ [PHONE] นะคะ"


@pytest.mark.parametrize(
    "number",
    ["1101700230708", "1-1017-00230-70-8", "1 1017 00230 70 8", "9999999999999", "0000000000000", "๑๑๐๑๗๐๐๒๓๐๗๐๘"],
)
def test_every_run_of_thirteen_digits_is_masked_whatever_its_checksum(number: str) -> None:
    assert nlp.mask(f"บัตร {number} ค่ะ") == "บัตร [NATIONAL_ID] ค่ะ"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ทะเบียน 1กก 1234 ยะลา จอดขวาง", "ทะเบียน [PLATE] จอดขวาง"),
        ("รถเก๋ง กข 4321 จอดทับเส้น", "รถเก๋ง [PLATE] จอดทับเส้น"),
        ("2ขค-99 จอดแช่", "[PLATE] จอดแช่"),
        ("เมล a.b-c@example.co.th", "เมล [EMAIL]"),
        ("โอนมาที่บัญชี 123-4-56789-0 นะ", "โอนมาที่บัญชี [BANK_ACCOUNT] นะ"),
        ("line id: nong_test99", "line id: [LINE_ID]"),
        ("ไอดีไลน์ @somtest", "ไอดีไลน์ [LINE_ID]"),
        ("บ้านเลขที่ 45/12 ไฟไม่ติด", "บ้านเลขที่ [HOUSE_NUMBER] ไฟไม่ติด"),
        ("ดูที่ https://example.org/a?b=1 ครับ", "ดูที่ [URL] ครับ"),
        ("นายสมชาย ใจดี แจ้ง", "นาย[NAME] แจ้ง"),
        ("นางสาวฟาตีเมาะ แจ้งว่า", "นางสาว[NAME] แจ้งว่า"),
        ("ถามแบมะยูโซะได้", "ถามแบ[NAME]ได้"),
        ("081-555-0199 หรือ 089-555-0188", "[PHONE] หรือ [PHONE]"),
    ],
)
def test_personal_data_is_replaced_by_its_type(text: str, masked: str) -> None:
    assert nlp.mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "ซอย 12 น้ำท่วม",
        "รร 5 โรง",
        "นายกเทศมนตรีมาดูแล้ว",
        "นายช่างไม่มาสักที",
        "คุณภาพน้ำแย่มาก",
        "คุณสมบัติผู้สมัคร",
        "วันที่ 12/11/2565 เวลา 08.30 น.",
        "ค่าน้ำ 1,250 บาท",
        "โทร 1669 ไม่ติด",
        "เรื่อง YL-6911-00042",
        "พี่ๆ มาช่วยเร็วมาก",
        "ป้ายห้ามจอดหาย 3 ป้าย",
        "หลุม 2 เมตร x 3 เมตร",
    ],
)
def test_ordinary_numbers_and_words_are_left_alone(text: str) -> None:
    assert nlp.mask(text) == text


def test_offsets_are_code_points_of_the_text_as_given() -> None:
    text = "😀\u200b โทร ๐๘๑\u200b๕๕๕๐๑๙๙ ที"
    (found,) = nlp.understand(text).personal_data
    assert text[found.start : found.end] == "๐๘๑\u200b๕๕๕๐๑๙๙"
