import pytest

import nlp


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("ต้นไม้ล้มทับสายไฟ ไฟช็อตอยู่ ด่วน", "electricity"),
        ("ไฟไหม้บ้านหลังมัสยิด ช่วยด้วย", "fire"),
        ("แก๊สรั่วในร้าน กลิ่นเต็มไปหมด", "fire"),
        ("ลุงล้มหมดสติหน้าร้านข้าว", "medical"),
        ("รถชนกัน คนเจ็บนอนกลางถนน", "medical"),
        ("เด็กตกน้ำตรงท่าเรือ ช่วยด้วย", "disaster"),
        ("มีคนถือปืนเดินในตลาด", "violence"),
        ("เจอวัตถุต้องสงสัยวางหน้าธนาคาร", "suspicious_object"),
        ("หนูอยากตาย", "self_harm"),
    ],
)
def test_danger_now_is_an_emergency_of_its_sort(text: str, danger: str) -> None:
    found = nlp.understand(text)
    assert (found.kind, found.danger, found.urgency) == ("emergency", danger, "high")


@pytest.mark.parametrize(
    "text",
    [
        "อยากให้ติดตั้งถังดับเพลิงในชุมชน",
        "เสาไฟล้มเมื่อเดือนก่อน ยังไม่มีใครมาเก็บ",
        "ไฟดับ",
        "ไฟดับทั้งซอย มืดมาก",
        "ขอบคุณที่มาดับไฟไหม้เมื่อคืนครับ",
        "ถ้าเกิดไฟไหม้ต้องโทรเบอร์อะไร",
        "อบรมซ้อมหนีไฟไหม้ให้โรงเรียนหน่อย",
        "กลัวเด็กจมน้ำ อยากให้ทำรั้ว",
        "รถชนกันบ่อยมากแยกนี้",
        "สายไฟห้อยต่ำหน้าร้าน",
        "ปีที่แล้วมีคนโดนไฟดูดตรงนี้",
    ],
)
def test_what_is_past_feared_or_wished_for_is_no_emergency(text: str) -> None:
    found = nlp.understand(text)
    assert found.kind != "emergency"
    assert found.danger is None
