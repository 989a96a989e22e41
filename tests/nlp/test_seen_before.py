"""Residents who say that they have told us before."""

import time

import pytest

import nlp


@pytest.mark.parametrize(
    "text",
    [
        "แจ้งไปหลายครั้งแล้ว",
        "แจ้งหลายครั้งแล้วนะค่ะ ไม่เห็นมีใครมาแก้",
        "ไฟซอย 4 ยังเหมือนเดิมครับ",
        "ครั้งที่สามแล้วนะที่มาบอก",
        "แจ้งเป็นครั้งที่ ๓ แล้ว",
        "เคยแจ้งไปเมื่อเดือนก่อน เรื่องฝาท่อ",
        "โทรไปบอกหลายรอบ ไม่มีคนรับเรื่อง",
        "บอกไปไม่รู้กี่ครั้งแล้ว ท่อก็ยังตัน",
        "เรื่องที่แจ้งไปอาทิตย์ก่อนเงียบหายเลย",
        "ร้องเรียนไปตั้งแต่เดือนที่แล้ว",
        "แจ้งแล้ว แจ้งอีก ก็ไม่มา",
        "The lamp is still not fixed, I already reported it",
    ],
)
def test_a_matter_told_before_is_heard(text: str) -> None:
    assert nlp.speaks_of_before(text)


@pytest.mark.parametrize(
    "text",
    [
        "ไฟดับหลายครั้งแล้ววันนี้",
        "น้ำท่วมทุกครั้งที่ฝนตก",
        "ขอแจ้งไฟดับครับ",
        "ถนนเป็นหลุม รถล้มไปสองคันแล้ว",
        "ไม่เคยแจ้งมาก่อนค่ะ อยากแจ้งเรื่องขยะ",
        "ยังไม่ได้แจ้งใครเลย",
        "น้ำไม่ไหลตั้งแต่เมื่อวาน",
        "แจ้งไฟดับมาตั้งแต่เมื่อคืน",
        "ขอบคุณที่มาซ่อมไฟให้เร็วมาก",
        "",
    ],
)
def test_what_happens_often_was_not_told_before(text: str) -> None:
    assert not nlp.speaks_of_before(text)


@pytest.mark.parametrize("text", ["แจ้ง" * 1250, "ครั้งที่" * 700, "แจ้งไป " * 800, "\u200b" * 5000, "ๆ" * 5000])
def test_an_endless_text_takes_no_time(text: str) -> None:
    started = time.perf_counter()
    nlp.speaks_of_before(text)
    assert time.perf_counter() - started < 0.05


def test_telling_words_leave_out_politeness_numbers_and_personal_data() -> None:
    found = nlp.matter_words("สวัสดีค่ะ ฝาท่อแตกตรงข้ามมัสยิด โทร 081-234-5678 ช่วยด้วยนะคะ")
    assert "มัสยิด" in found
    assert not {"สวัสดี", "ค่ะ", "โทร", "ช่วย", "081"} & set(found)
    assert nlp.matter_words("555 !!! 🙏") == ()
