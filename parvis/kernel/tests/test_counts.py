import pytest

from parvis.kernel.counts import Audience, shown


@pytest.mark.parametrize(
    ("n", "inside", "outside"),
    [(0, 0, 0), (1, None, None), (4, None, None), (5, 5, None), (10, 10, None), (11, 11, 11)],
)
def test_shown_hides_a_count_too_small_to_be_said(n, inside, outside):
    assert shown(n, Audience.INSIDE) == inside
    assert shown(n) == outside
