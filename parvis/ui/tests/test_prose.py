from django.utils.safestring import mark_safe

from parvis.ui.prose import codes_in, set_out


def test_blank_lines_part_paragraphs():
    assert set_out("One\nline.\n\nTwo.") == "<p>One line.</p>\n<p>Two.</p>"


def test_a_list_may_have_an_introduction_and_long_items():
    assert set_out("Three:\n- one\n- two\n  and a half") == (
        "<p>Three:</p><ul><li>one</li><li>two and a half</li></ul>"
    )


def test_html_is_text_and_stars_are_strong():
    assert set_out("<b>no</b> **yes**") == "<p>&lt;b&gt;no&lt;/b&gt; <strong>yes</strong></p>"


def test_a_bound_figure_stands_where_its_code_stood():
    figures = {"users-2024": mark_safe("<b>555</b>")}

    assert set_out("We met [[users-2024]].", figures) == "<p>We met <b>555</b>.</p>"


def test_a_figure_nobody_knows_leaves_a_marked_gap():
    assert '<mark class="gap">' in set_out("We met [[users-1900]].")


def test_codes_are_given_once_in_order():
    assert codes_in("[[b]] [[a]] [[b]]") == ["b", "a"]
