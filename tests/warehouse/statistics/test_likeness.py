"""Which communes are like one."""

from __future__ import annotations

from warehouse.statistics.likeness import Commune, in_common, nearest


def test_what_two_divisions_have_in_common() -> None:
    assert in_common({"a": 3, "b": 1}, {"a": 1, "c": 1}) == 0.5
    assert in_common({"a": 2, "b": 2}, {"b": 5, "a": 5}) == 1
    assert in_common({}, {"a": 1}) is None


def test_the_old_district_comes_first_then_what_they_do() -> None:
    own = Commune("own", "d", 300, {"land": 3, "papers": 1})
    others = (
        Commune("same work", "e", 300, {"land": 3, "papers": 1}),
        Commune("other work", "e", 300, {"papers": 1}),
        Commune("district", "d", 200, {"papers": 1}),
        Commune("large", "d", 451, {"land": 3, "papers": 1}),
        Commune("small", "d", 199, {"land": 3, "papers": 1}),
        Commune("not known", None, 300, {}),
    )
    found = nearest(own, (own, *others))
    keys = [one.key for one in found]
    assert keys == ["district", "same work", "other work", "not known"]
    assert [one.is_of_district for one in found] == [True, False, False, False]
    assert nearest(Commune("idle", "d", 0, {}), others) == []
