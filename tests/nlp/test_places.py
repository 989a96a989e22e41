from nlp import Gazetteer, GazetteerCommunity, Place, understand

GAZETTEER = Gazetteer(
    (
        GazetteerCommunity("001", "ชุมชนดอกแก้ว", ("ถนนดอกแก้ว", "ซอยดอกแก้ว 3", "ถนนสองฝั่ง"), ("มัสยิดนูรูลตัวอย่าง",)),
        GazetteerCommunity("002", "ชุมชนปลายนา", ("ถนนปลายนา 2", "ถนนสองฝั่ง"), ("โรงเรียนตัวอย่างวิทยา",)),
    )
)


def _places(text: str, gazetteer: Gazetteer | None = GAZETTEER) -> list[tuple[str, str, str | None]]:
    return [(place.text, place.type, place.community) for place in understand(text, gazetteer).places]


def test_a_known_soi_gives_its_community() -> None:
    assert _places("ไฟดับ ซอยดอกแก้ว 3 มืดมาก") == [("ซอยดอกแก้ว 3", "soi", "001")]


def test_a_known_place_is_found_without_blanks_and_with_a_short_cue() -> None:
    assert _places("น้ำท่วมถ.ดอกแก้วครับ") == [("ถ.ดอกแก้ว", "road", "001")]


def test_a_known_landmark_gives_its_community() -> None:
    assert _places("ฝาท่อแตกหน้ามัสยิดนูรูลตัวอย่าง") == [("มัสยิดนูรูลตัวอย่าง", "landmark", "001")]


def test_a_street_of_two_communities_gives_neither() -> None:
    assert _places("ขยะเต็มถนนสองฝั่ง") == [("ถนนสองฝั่ง", "road", None)]


def test_another_number_is_another_road() -> None:
    assert _places("ถนนปลายนา 25 เป็นหลุม") == [("ถนนปลายนา 25", "road", None)]


def test_an_unknown_place_is_kept_as_written_without_a_community() -> None:
    assert _places("ซอย 9 มืด", None) == [("ซอย 9", "soi", None)]


def test_a_cue_word_without_a_name_is_no_place() -> None:
    assert _places("ถนนเป็นหลุม ซอยนี้มืด ชุมชนเราเดือดร้อน") == []


def test_a_house_is_a_place() -> None:
    assert understand("บ้านเลขที่ 45/12 น้ำไม่ไหล").places == (Place("45/12", "house", None),)


def test_a_nameless_landmark_counts_beside_a_word_of_position() -> None:
    assert _places("ฝาท่อแตกตรงข้ามมัสยิด") == [("มัสยิด", "landmark", None)]
