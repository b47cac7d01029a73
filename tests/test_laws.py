"""Citations: what people write, what it means, how it reads in each language."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import laws
from generator.languages import LANGUAGES

VI, EN = LANGUAGES["vi"], LANGUAGES["en"]


def plain(text: str) -> list[tuple[str, dict[str, tuple[str, ...]]]]:
    return [(c.document, {unit.kind: unit.values for unit in c.units}) for c in laws.parse(text)]


@pytest.mark.parametrize(
    "written",
    [
        "luat-a Điều 5 khoản 1 điểm a",
        "luat-a điểm a khoản 1 Điều 5",
        "luat-a Điều 5, khoản 1, điểm a",
        "luat-a điều 5 Khoản 1 ĐIỂM a",
        "luat-a Article 5 clause 1 point a",
        "@luat-a Điều 5 khoản 1 điểm a",
        "  luat-a   Điều 5\n khoản 1 điểm a ",
    ],
)
def test_people_write_one_place_in_many_ways(written: str) -> None:
    assert plain(written) == [("luat-a", {"article": ("5",), "clause": ("1",), "point": ("a",)})]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("luat-a", [("luat-a", {})]),
        ("luat-a Điều 5", [("luat-a", {"article": ("5",)})]),
        ("luat-a Điều 5a", [("luat-a", {"article": ("5a",)})]),
        ("luat-a Điều 5 khoản 1, 2", [("luat-a", {"article": ("5",), "clause": ("1", "2")})]),
        ("luat-a Điều 5 khoản 1 và 3", [("luat-a", {"article": ("5",), "clause": ("1", "3")})]),
        ("luat-a Điều 11-18", [("luat-a", {"article": ("11–18",)})]),
        ("luat-a Điều 11 – 18", [("luat-a", {"article": ("11–18",)})]),
        ("luat-a Chương II Mục 1", [("luat-a", {"chapter": ("II",), "section": ("1",)})]),
        ("luat-a Phụ lục III", [("luat-a", {"annex": ("III",)})]),
        (
            "luat-a điểm đ khoản 2 Điều 3",
            [("luat-a", {"article": ("3",), "clause": ("2",), "point": ("đ",)})],
        ),
        ("cedaw Articles 5 and 11", [("cedaw", {"article": ("5", "11")})]),
        ("luat-a Điều 5; Điều 6", [("luat-a", {"article": ("5",)}), ("luat-a", {"article": ("6",)})]),
        ("luat-a Điều 5; luat-b Điều 1", [("luat-a", {"article": ("5",)}), ("luat-b", {"article": ("1",)})]),
    ],
)
def test_a_citation_means_what_it_says(
    written: str, expected: list[tuple[str, dict[str, tuple[str, ...]]]]
) -> None:
    assert plain(written) == expected


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", ""),
        (";", ""),
        ("Điều 5", "Điều 5"),
        ("luat-a Điều", "Điều"),
        ("luat-a Điều năm", "Điều năm"),
        ("luat-a Đ. 5", "Đ. 5"),
        ("luat-a Điều 5 khoảng 1", "khoảng 1"),
        ("luat-a Điều 5 khoản 1 Điều 6 khoản 2", "Điều 6 khoản 2"),
        ("Luật Bình Đẳng", "Luật Bình Đẳng"),
    ],
)
def test_the_part_that_is_no_citation_is_told(written: str, told: str) -> None:
    with pytest.raises(laws.CitationError) as error:
        laws.parse(written)
    assert error.value.args[0] == told


@pytest.mark.parametrize(
    ("written", "vietnamese", "english"),
    [
        ("luat-a", "Luật A", "Luật A"),
        ("luat-a Điều 5", "Điều 5 Luật A", "Luật A, Article 5"),
        (
            "luat-a Điều 5 khoản 1 điểm a",
            "điểm a khoản 1 Điều 5 Luật A",
            "Luật A, Article 5, clause 1, point a",
        ),
        ("luat-a Điều 5 khoản 1, 2", "khoản 1 và 2 Điều 5 Luật A", "Luật A, Article 5, clauses 1 and 2"),
        ("luat-a Điều 11-18", "Điều 11–18 Luật A", "Luật A, Articles 11–18"),
        ("luat-a Điều 5; Điều 6", "Điều 5; Điều 6 Luật A", "Luật A, Article 5; Article 6"),
        ("luat-a Điều 1, 2, 3", "Điều 1, 2 và 3 Luật A", "Luật A, Articles 1, 2 and 3"),
    ],
)
def test_a_citation_reads_as_the_language_has_it(written: str, vietnamese: str, english: str) -> None:
    places = laws.parse(written)
    assert laws.as_text(places, VI, "Luật A") == vietnamese
    assert laws.as_text(places, EN, "Luật A") == english


def test_both_ends_of_a_range_are_cited_articles() -> None:
    assert list(laws.parse("luat-a Điều 11-18")[0].articles) == ["11", "18"]


UNITS = st.fixed_dictionaries(
    {"Điều": st.integers(1, 300)},
    optional={
        "khoản": st.integers(1, 20),
        "điểm": st.sampled_from("abcdđeghik"),
        "Chương": st.sampled_from(["I", "IV", "2"]),
    },
)


@settings(max_examples=100, deadline=None)
@given(UNITS, st.randoms())
def test_the_order_in_which_units_are_written_does_not_matter(
    units: dict[str, object], random: object
) -> None:
    words = [f"{word} {value}" for word, value in units.items()]
    shuffled = [*words]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert laws.parse("luat-a " + " ".join(shuffled)) == laws.parse("luat-a " + " ".join(words))


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("luat-a Điềukhoảnđm125;,–-@và\n"), max_size=40) | st.text(max_size=20)
)
def test_any_text_is_a_citation_or_is_refused(text: str) -> None:
    try:
        citations = laws.parse(text)
    except laws.CitationError as error:
        assert isinstance(error.args[0], str)  # noqa: PT017 (most texts are refused)
    else:
        assert citations
        assert laws.as_text(citations, VI, "Luật A").endswith("Luật A")
