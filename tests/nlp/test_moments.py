from datetime import UTC, datetime

import pytest

from nlp import understand

MONDAY = datetime(2026, 11, 23, 10, 0)


def _when(text: str, written_at: datetime | None = MONDAY) -> list[tuple[str, str, str | None]]:
    found = understand(text, written_at=written_at).when
    assert all(moment.text == text[moment.start : moment.end] for moment in found)
    return [(moment.text, moment.type, moment.value) for moment in found]


@pytest.mark.parametrize(
    ("text", "said", "day"),
    [
        ("ไฟดับเมื่อวาน", "เมื่อวาน", "2026-11-22"),
        ("แรกคืนหมาเห่าทั้งซอย", "แรกคืน", "2026-11-22"),
        ("น้ำไม่ไหลตั้งแต่เช้า", "ตั้งแต่เช้า", "2026-11-23"),
        ("แจ้งไป 3 วันก่อน", "3 วันก่อน", "2026-11-20"),
        ("ดับตั้งแต่วันเสาร์", "ตั้งแต่วันเสาร์", "2026-11-21"),
        ("ท่วมเมื่อ 12 พ.ย. 69", "12 พ.ย. 69", "2026-11-12"),
        ("ท่วมเมื่อ ๑๒ พฤศจิกายน ๒๕๖๙", "๑๒ พฤศจิกายน ๒๕๖๙", "2026-11-12"),
        ("12/11/2569 น้ำท่วม", "12/11/2569", "2026-11-12"),
        ("ดับตั้งแต่ 8กย. ค่ะ", "8กย.", "2026-09-08"),
        ("ขุดไว้ตั้งแต่ ก.พ.65", "ก.พ.65", "2022-02"),
    ],
)
def test_a_day_is_a_date_of_the_common_era(text: str, said: str, day: str) -> None:
    assert _when(text) == [(said, "date", day)]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("ดับมา 3 วันแล้ว", "P3D"),
        ("สองอาทิตย์แล้วยังไม่มา", "P2W"),
        ("เป็นมา 4-5 เดือนแล้ว", "P4M"),
        ("แจ้งไปเดือนก่อน", "P1M"),
        ("รอเดือนครึ่งแล้ว", "P1M15D"),
        ("รอครึ่งชั่วโมง", "PT30M"),
        ("เหม็นมาหลายวัน", None),
    ],
)
def test_a_length_of_time_is_a_duration(text: str, length: str | None) -> None:
    assert [moment[1:] for moment in _when(text)] == [("duration", length)]


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("เปิดเพลงถึงตี 2", "02:00"),
        ("เปิดเพลงถึงตีสองครึ่ง", "02:30"),
        ("มาสองทุ่ม", "20:00"),
        ("มาบ่ายสาม", "15:00"),
        ("มา 6 โมงเย็น", "18:00"),
        ("มาสิบเอ็ดโมง", "11:00"),
        ("เวลา 20.00 น.", "20:00"),
        ("จนเที่ยงคืน", "00:00"),
    ],
)
def test_a_time_of_day_is_read_from_words_and_digits(text: str, clock: str) -> None:
    assert [moment[1:] for moment in _when(text)] == [("time", clock)]


@pytest.mark.parametrize(("text", "between"), [("เสียงดังทุกคืน", "P1D"), ("ทุกวันเสาร์", "P1W"), ("เก็บเดือนละครั้ง", "P1M")])
def test_what_comes_again_is_recurring(text: str, between: str) -> None:
    assert [moment[1:] for moment in _when(text)] == [("recurring", between)]


def test_without_the_time_of_writing_a_past_day_is_a_duration() -> None:
    assert _when("ไฟดับเมื่อวาน", None) == [("เมื่อวาน", "duration", "P1D")]
    assert _when("พรุ่งนี้ช่างมาไหม", None) == [("พรุ่งนี้", "date", None)]


def test_days_are_those_of_bangkok() -> None:
    assert _when("ไฟดับวันนี้", datetime(2026, 11, 22, 18, 0, tzinfo=UTC))[0][2] == "2026-11-23"


@pytest.mark.parametrize(
    "text",
    [
        "ซอย 3/1 โทร 081-555-0199",
        "บ้านเลขที่ 12/5",
        "ทะเบียน 2กค 1234",
        "ราคา 20.00 บาท",
        "แม่อายุ 80 ปี",
        "ตีกันสามคน",
        "ทุกวันนี้ลำบาก",
    ],
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert _when(text) == []


def test_a_day_that_does_not_exist_has_no_value() -> None:
    assert _when("31/02/2569") == [("31/02/2569", "date", None)]
