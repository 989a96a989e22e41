import pytest

from nlp import understand


def _matters(text: str) -> list[tuple[str, str]]:
    issues = understand(text).issues
    assert all(issue.text in text and issue.text == issue.text.strip() for issue in issues)
    return [(issue.text, issue.topics[0]) for issue in issues]


@pytest.mark.parametrize(
    "text",
    [
        "1.ไฟทางดับ 2.ขยะล้นถัง 3.หมาจรไล่กัดคน",
        "1) ไฟทางดับ 2) ขยะล้นถัง 3) หมาจรไล่กัดคน",
        "๑. ไฟทางดับ\n๒. ขยะล้นถัง\n๓. หมาจรไล่กัดคน",
        "1️⃣ ไฟทางดับ 2️⃣ ขยะล้นถัง 3️⃣ หมาจรไล่กัดคน",
        "สวัสดีค่ะ ขอแจ้ง 3 เรื่อง\n- ไฟทางดับ\n- ขยะล้นถัง\n- หมาจรไล่กัดคน\nขอบคุณค่ะ โทร 081-555-0199",
        "ข้อ 1 ไฟทางดับ ข้อ 2 ขยะล้นถัง ข้อ 3 หมาจรไล่กัดคน",
    ],
)
def test_each_matter_of_a_list_has_its_own_topic(text: str) -> None:
    assert [topic for _, topic in _matters(text)] == ["streetlight", "waste", "animals"]


def test_the_words_of_a_matter_are_those_of_the_text_without_its_mark() -> None:
    assert [words for words, _ in _matters("1.ไฟทางดับ 2.ขยะล้นถัง")] == ["ไฟทางดับ", "ขยะล้นถัง"]


@pytest.mark.parametrize(
    "text",
    [
        "ไฟหน้าบ้านดับแล้วก็ขยะไม่มาเก็บสามวันแล้ว",
        "ไฟทางดับสามต้น อีกเรื่อง ขยะไม่มาเก็บสามวันแล้ว",
        "ไฟทางดับสามต้นส่วนเรื่องที่สองขยะไม่มาเก็บสามวันแล้ว",
    ],
)
def test_words_that_go_on_to_another_matter_divide(text: str) -> None:
    assert [topic for _, topic in _matters(text)] == ["streetlight", "waste"]


@pytest.mark.parametrize(
    "text",
    [
        "ถนนและทางเท้าพัง",
        "ฝาท่อแตกตรงข้ามมัสยิด เด็กตกได้ ช่วยแลที",
        "ท่อตันแล้วน้ำก็ท่วมทั้งซอย",
        "ขอบคุณทีมช่างที่มาซ่อมไฟเร็วมากค่ะ",
        "ไฟดับหน้าบ้าน โทรกลับที่ 081-555-0199 นะคะ ขอบคุณค่ะ",
        "ซอย 3/1 น้ำไม่ไหล 2.5 วันแล้ว",
        "สวัสดีค่ะ\nไฟทางหน้าบ้านดับ\nขอบคุณค่ะ",
        "ไฟทางหน้าบ้านดับมาตั้งแต่วันจันทร์ แจ้งไปแล้วครั้งหนึ่ง ช่างบอกจะมาวันพุธ วันพุธก็ไม่มา เมื่อคืนแม่เดินสะดุดเพราะมืด วันนี้ไฟก็ยังดับอยู่",
    ],
)
def test_one_matter_stays_one(text: str) -> None:
    found = understand(text)
    assert len(found.issues) == 1 and found.issues[0].text == text and found.split_sure


def test_topics_of_several_matters_are_together_and_the_kind_is_the_firsts() -> None:
    found = understand("1. ไฟทางดับมืดทั้งซอย\n2. จ่ายภาษีที่ดินได้ถึงวันไหนคะ")
    assert [issue.kind for issue in found.issues] == ["complaint", "question"]
    assert found.kind == "complaint"
    assert {topic.code for topic in found.topics} == {"streetlight", "tax"}


def test_danger_in_a_later_matter_leads() -> None:
    found = understand("1. ขยะล้นถัง\n2. ไฟไหม้บ้านอยู่ตอนนี้ คนติดข้างใน")
    assert (found.kind, found.danger) == ("emergency", "fire")
    assert [issue.kind for issue in found.issues] == ["complaint", "emergency"]


def test_beyond_five_matters_no_words_are_lost() -> None:
    said = ["ไฟทางดับ", "ขยะล้นถัง", "หมาจรไล่กัดคน", "น้ำประปาไม่ไหล", "ถนนเป็นหลุมลึก", "ขอถามเรื่องภาษีที่ดิน", "เบี้ยคนแก่ยังไม่เข้า"]
    found = understand("\n".join(f"{number}. {words}" for number, words in enumerate(said, 1)))
    assert len(found.issues) == 5 and found.issues_left == 2
    assert found.issues[4].text.endswith(said[-1])
    assert {"tax", "welfare"} <= set(found.issues[4].topics)
