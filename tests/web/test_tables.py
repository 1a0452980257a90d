"""Tables that are stacked on a phone: each value says what stands above its column."""

from markupsafe import Markup

from app.web.templating import with_labels


def test_each_value_has_the_words_of_its_column_and_a_rows_name_has_none() -> None:
    rows = Markup(
        '<tr><th scope="row">A</th><td class="num">1</td><td></td></tr>\n<tr><td>B</td><td>2</td></tr>'
    )
    labelled = with_labels(rows, ["Name", ("Paid & <due>", "num"), ""])
    assert '<th scope="row">A</th>' in labelled
    assert labelled.count('data-label="Paid &amp; &lt;due&gt;"') == 2
    assert '<td data-label="Name">B</td>' in labelled
    assert "<td></td>" in labelled
