import pytest

from nlp import command, understand


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ติดตาม", "follow"),
        ("ติดตามเรื่องค่ะ", "follow"),
        (" สถานะ ครับ", "follow"),
        ("ขอดูสถานะหน่อยค่ะ", "follow"),
        ("ยกเลิก", "cancel"),
        ("ยกเลิกครับ", "cancel"),
        ("วิธีใช้", "help"),
        ("เมนู", "help"),
        ("ความเป็นส่วนตัว", "privacy"),
        ("ข้อมูลส่วนบุคคล", "privacy"),
        ("“ติดตาม”", "follow"),
    ],
)
def test_a_typed_function_is_recognised(text: str, name: str) -> None:
    assert command(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "ติดตามเรื่องไฟดับให้ด้วย",
        "ยกเลิกป้ายห้ามจอดหน้าบ้านที",
        "ไม่มีความเป็นส่วนตัวเลย ข้างบ้านติดกล้องส่องมา",
        "สถานะน้ำตอนนี้เป็นอย่างไร",
        "ช่วยเหลือคนแก่หน่อย",
        "",
        "ครับ",
    ],
)
def test_a_matter_never_becomes_a_command(text: str) -> None:
    assert command(text) is None


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("สวัสดีครับ", "greeting"),
        ("หวัดดีค่ะแอดมิน", "greeting"),
        ("อัสลามูอาลัยกุม", "greeting"),
        ("Hello", "greeting"),
        ("ขอบคุณมากค่ะ", "thanks"),
        ("โอเคครับ ขอบคุณครับ", "thanks"),
        ("ทดสอบ", "test"),
        ("เทส 123", "test"),
        ("-", "empty"),
        ("555", "empty"),
        ("55555+", "empty"),
        ("😀😀", "empty"),
        ("...", "empty"),
        ("", "empty"),
        ("สวัสดีค่ะ ไฟดับค่ะ", None),
        ("ขอบคุณที่มาซ่อมไฟให้ค่ะ", None),
        ("ครับ", "empty"),
        ("ค่ะๆ", "empty"),
        ("เอ่อ", "empty"),
        ("เอ่อ...", "empty"),
        ("ก", "empty"),
        ("a", "empty"),
        ("ๆ", "empty"),
        ("อืมมมม", "empty"),
        ("ใช่ค่ะ", "empty"),
        ("555+", "empty"),
        ("5555ครับ", "empty"),
        ("โอเค", "thanks"),
        ("ok ค่ะ", "thanks"),
        ("ได้ครับ", "thanks"),
        ("รับทราบ", "thanks"),
        ("ไฟดับ", None),
        ("น้ำท่วม", None),
        ("หมา", None),
        ("งู", None),
        ("ไฟ", None),
        ("น้ำ", None),
        ("ยุง!!!", None),
        ("ท่อ", None),
        ("12", None),
        ("12 ครับ", None),
        ("ครับ ไฟดับ", None),
    ],
)
def test_small_talk_is_told_from_matters(text: str, talk: str | None) -> None:
    found = understand(text)
    assert found.small_talk == talk
    if talk:
        assert (found.kind, found.sure) == ("other", False)
