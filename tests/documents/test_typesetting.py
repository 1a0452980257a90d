"""Chinese text set by the rules, English left alone; names, levels of headings, numbers with their units."""

import pytest

from app.documents.typesetting import Paragraph, keep, paragraphs, set_name, set_text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("根据《方案》,经审核.", "根据《方案》，经审核。"),
        ("共 1,330 户,3.5 万元", "共1,330户，3.5万元"),
        ("网址:http://a.b/c?d=1,谢谢!", "网址：http://a.b/c?d=1，谢谢！"),
        ("时间: 8:30-17:30.", "时间：8:30-17:30。"),
        ('他说"不行",走了', "他说“不行”，走了"),
        ("「方案」『草案』", "“方案”‘草案’"),
        ("<<工作方案>>(试行)", "《工作方案》（试行）"),
        ("办公室(二楼 203室) ，村委会", "办公室（二楼203室），村委会"),
        ("电话(0857)4000002", "电话(0857)4000002"),
        ("2014年06月05日至2014-07-01", "2014年6月5日至2014年7月1日"),
        ("GS-2014-06-05号", "GS-2014-06-05号"),
        ("2014年13月40日", "2014年13月40日"),
        ("１３３０户，２５％", "1330户，25%"),
        ("等等......好", "等等……好"),
        ("张•三、李‧四", "张·三、李·四"),
        ("3.理由", "3.理由"),
        ("5'高的\"墙", "5'高的\"墙"),
    ],
)
def test_chinese_is_set_by_the_rules(typed: str, printed: str) -> None:
    assert set_text(typed) == printed
    assert set_text(printed) == printed


@pytest.mark.parametrize(
    "text", ["No. 5, Main St. (room 3)", "the Work Plan, 2014-06-05", "", "0857-4000002", "   "]
)
def test_text_without_chinese_is_left_alone(text: str) -> None:
    assert set_text(text) == text


def test_lines_stay_lines() -> None:
    assert set_text("第一行,\n第二行.") == "第一行，\n第二行。"


@pytest.mark.parametrize("dot", "•‧∙⋅・･‣")
def test_the_middle_dot_of_minority_names_is_one_and_the_same(dot: str) -> None:
    assert set_name(f"阿卜杜拉{dot}买买提") == "阿卜杜拉·买买提"


def test_doubled_code_points_are_printed_as_the_character_that_is_meant() -> None:
    assert set_name("\uf9d1\u2f00") == "六一"
    assert set_name("㑇𠮷ꀀབཀྲ") == "㑇𠮷ꀀབཀྲ"


def test_the_four_levels_are_recognised_however_they_were_typed() -> None:
    typed = "一、总则\n(一)范围.适用于本村.\n1、第一条\n（1）细目\n\n12.5万元不是条目\n普通段落, 共 3 户."
    assert paragraphs(typed) == [
        Paragraph(1, "一、总则", ""),
        Paragraph(2, "（一）范围。", "适用于本村。"),
        Paragraph(3, "1.第一条", ""),
        Paragraph(4, "（1）细目", ""),
        Paragraph(0, "", "12.5万元不是条目"),
        Paragraph(0, "", "普通段落，共3户。"),
    ]


def test_a_long_paragraph_with_a_number_has_only_its_number_set_apart() -> None:
    (only,) = paragraphs("一、" + "长" * 60 + "。完")
    assert (only.level, only.heading) == (1, "一、")
    assert only.text == "长" * 60 + "。完"


def test_a_number_and_its_unit_are_kept_on_one_line() -> None:
    markup = str(keep("<p title='3户'>共1,330户，至2014年6月12日，5个工作日内。</p>"))
    for together in ("1,330户，", "2014年6月12日", "5个工作日"):
        assert f'<span class="keep">{together}</span>' in markup
    assert "<p title='3户'>" in markup
    assert '（编号<span class="keep">2014-107002-A0047</span>）' in keep("（编号2014-107002-A0047）")


def test_nothing_is_put_into_tags_or_entities() -> None:
    assert keep("People&#39;s <b id='x12'>a</b> &amp; b") == "People&#39;s <b id='x12'>a</b> &amp; b"
