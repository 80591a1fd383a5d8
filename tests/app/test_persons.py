"""Who answers for whom, and who makes room for a newcomer."""

from hea.app.persons import answering_for, guest, larger, member


def test_a_guest_is_answered_for_by_who_gave_the_code_and_a_member_by_themselves() -> None:
    jan = member("gemeente Venray", "Jan")
    assert answering_for(jan) == answering_for(guest(jan, "code")) == jan
    assert guest(jan, "a") != guest(jan, "b")
    assert answering_for(member("x\0y", "Jan\0z")) == member("x\0y", "Jan\0z"), "a name is no way to hide"


def test_guests_of_one_count_together_and_by_themselves_among_each_other() -> None:
    held = {"Els": 3, guest("Jan", "a"): 1, guest("Jan", "b"): 4, "Piet": 5, "Jan": 1}
    jans = [guest("Jan", "b"), guest("Jan", "a"), "Jan"]
    assert larger(held, "Anna", 1) == [*jans, "Piet", "Els"]
    assert larger(held, "Anna", 4) == [*jans, "Piet"]
    assert larger(held, guest("Jan", "c"), 1) == [guest("Jan", "b")]
    assert larger(held, "Els", 2) == jans
    assert larger({}, "Els", 1) == []
