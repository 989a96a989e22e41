"""What a resident puts right is learnt from only for as long as the words are there."""

from db.models import CaseWord, CaseWords, Correction


def test_words_taken_back_are_neither_found_nor_learnt_from(city):
    resident = city.sim.add_resident("yala")
    said = city.sim.say(resident, "ไฟทางดับทั้งคืนตรงซุ้มพญาหงส์ มืดมาก")
    city.settle()
    (case,) = city.cases()
    with city.database.reading() as session:
        assert "พญาหงส์" in "".join(session.get(CaseWords, case.id).words)
        assert session.query(CaseWord).filter_by(case_id=case.id).count()
    city.sim.tap(resident, "แก้ประเภท")
    city.settle()
    city.sim.tap(resident, "น้ำท่วม/น้ำขัง")
    city.settle()
    with city.database.reading() as session:
        assert session.get(Correction, case.id).topics == "flood"
    city.sim.unsend(resident, said["message_id"])
    city.settle()
    with city.database.reading() as session:
        for table in (CaseWords, CaseWord, Correction):
            assert session.query(table).count() == 0
    assert city.traces_of("พญาหงส์") == []
