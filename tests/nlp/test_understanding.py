import json

import pytest

import nlp


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("โคมหน้าบ้านป้าไม่ติดสามคืนแล้วจ้า", "streetlight"),
        ("ก๊อกแห้งสนิทตั้งแต่หัวรุ่ง น้ำประปาไม่ไหลเลย", "water_supply"),
        ("รถเก็บขยะไม่เข้าซอยมาหกวันแล้ว", "waste"),
        ("หมาจรสองตัวไล่กัดคนส่งของ", "animals"),
        ("ฝนลงแป๊บเดียวน้ำท่วมหน้าร้านอีกแล้ว", "flood"),
        ("ถนนหน้าอู่เป็นหลุมลึก ล้อคดไปแล้ว", "road"),
        ("เบี้ยผู้สูงอายุของย่ายังไม่เข้าบัญชี", "welfare"),
    ],
)
def test_a_plain_problem_is_a_complaint_about_its_topic(text: str, topic: str) -> None:
    found = nlp.understand(text)
    assert found.kind == "complaint"
    assert found.topics[0].code == topic


def test_a_wish_to_have_something_repaired_is_a_complaint() -> None:
    assert nlp.understand("อยากให้ช่างมาซ่อมไฟทางที่ดับหน้าบ้านค่ะ").kind == "complaint"


def test_a_wish_for_something_new_is_a_suggestion() -> None:
    assert nlp.understand("เสนอให้จัดตลาดนัดของชุมชนทุกวันอาทิตย์").kind == "suggestion"


def test_asking_when_and_where_is_a_question() -> None:
    assert nlp.understand("ชำระภาษีที่ดินได้ถึงวันไหนคะ").kind == "question"


def test_thanks_for_work_done_are_praise_and_no_small_talk() -> None:
    found = nlp.understand("ขอบคุณทีมช่างมากค่ะ มาซ่อมไฟให้เร็วมาก")
    assert (found.kind, found.small_talk) == ("praise", None)


def test_an_officer_accused_is_misconduct() -> None:
    assert nlp.understand("เจ้าหน้าที่ที่ช่องสามเรียกเงินสองร้อยแลกคิว").kind == "misconduct"


def test_topics_held_are_ordered_and_the_first_gives_the_confidence() -> None:
    found = nlp.understand("ท่อตันแล้วน้ำก็ท่วมถนนทั้งซอย")
    chances = [topic.probability for topic in found.topics]
    assert chances == sorted(chances, reverse=True)
    assert found.confidence == chances[0]


def test_three_likeliest_topics_are_there_to_ask_about() -> None:
    found = nlp.understand("ช่วยมาดูหน่อย")
    assert len({topic.code for topic in found.likeliest}) == 3
    assert not found.sure


def test_a_message_without_a_topic_holds_other_alone() -> None:
    assert [topic.code for topic in nlp.understand("พรุ่งนี้เจอกันนะ").topics] == ["other"]


def test_a_version_names_the_model_that_judged() -> None:
    assert nlp.understand("ไฟดับ").model_version == nlp.understand("น้ำท่วม").model_version != ""


def test_haste_and_harm_make_a_matter_urgent() -> None:
    assert nlp.understand("เสาไฟเอียงจะล้มใส่บ้านแล้วครับ").urgency == "high"
    assert nlp.understand("ไฟหน้าบ้านไม่ติดค่ะ").urgency == "normal"
    assert nlp.understand("สนใจสินเชื่อด่วนทักแชท").urgency == "normal"


def test_the_classify_line_has_the_fields_of_the_contract() -> None:
    text = "ไฟดับ ซอย 5 โทร 081-555-0199"
    line = nlp.as_classify_line("7", nlp.understand(text))
    assert set(line) == {
        "id", "kind", "topics", "urgency", "confidence", "sure", "issues", "places", "personal_data",
        "split_sure", "issues_left", "place_missing", "when",
    }  # fmt: skip
    assert json.loads(json.dumps(line, ensure_ascii=False))["personal_data"] == [
        {"type": "phone", "start": text.index("0"), "end": len(text)}
    ]
    assert set(line["topics"][0]) == {"code", "probability"}
    assert set(line["issues"][0]) == {"text", "kind", "topics"}


def test_the_same_text_is_always_understood_the_same() -> None:
    assert nlp.understand("ถนนพังหน้าตลาด") == nlp.understand("ถนนพังหน้าตลาด")


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("ไฟดับ", "th"),
        ("the street light is off", "en"),
        ("tolong lampu jalan mati", "ms"),
        ("السلام عليكم", "ar"),
        ("لمڤو جالن", "ms"),
        ("路灯坏了", "other"),
        ("12345", "other"),
        ("ตูโลง อาปีมาตี", "ms"),
    ],
)
def test_the_language_is_recognised_by_script_and_words(text: str, tongue: str) -> None:
    found = nlp.understand(text)
    assert found.language == tongue
    if tongue in ("ms", "ar", "other"):
        assert not found.sure
