"""How the finance office's workbook is filled in: what must be, what may be written, an example, the projects' numbers.

The workbook is Chinese, so this is too. Pure.
"""

from collections.abc import Iterator, Sequence

from app.domain.funds import workbook_columns as columns
from app.domain.funds.workbook_columns import Sheet

#: one row of each sheet, by field; those belong together
EXAMPLE: dict[Sheet, dict[str, str]] = {
    Sheet.BATCHES: {
        "batch": "1", "name": "财政衔接补助资金", "level": "省级", "giver": "省财政厅",
        "document_no": "某财农〔2026〕1号", "document_on": "2026-03-02", "on": "2026-03-05",
        "amount": "1200000", "purpose": "产业发展",
    },
    Sheet.ALLOCATIONS: {
        "batch": "1", "project": "填项目编号", "place": "填村名", "on": "2026-03-10", "amount": "600000",
        "document_no": "某财农〔2026〕3号",
    },
    Sheet.CONTRACTS: {
        "contract": "HT-1", "project": "填项目编号", "contractor": "某某路桥公司", "on": "2026-04-01",
        "starts_on": "2026-04-10", "ends_on": "2026-09-30", "amount": "500000",
    },
    Sheet.ROLLS: {
        "roll": "H1", "project": "填项目编号", "place": "填村名", "title": "误工补助", "on": "2026-05-06",
        "group": "一组", "name": "张三", "people": "4", "amount": "500",
    },
    Sheet.PAYMENTS: {
        "batch": "1", "project": "填项目编号", "place": "填村名", "on": "2026-05-08", "payee": "某某路桥公司",
        "payee_kind": "单位", "amount": "200000", "voucher_no": "记-12", "contract": "HT-1",
    },
}  # fmt: skip


def guide_rows(projects: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Label and words of each line; *projects* are numbers and names."""
    yield (
        "怎样填",
        "每行一笔。黄底的列必须填写，其余的列没有就空着。金额单位是元；标题写明（万元）的，按万元计。",
    )
    yield "不要填", "身份证号、银行卡号、电话号码不要写进来。"
    yield "资金级别可填", "、".join(columns.LEVEL_WORDS.values())
    yield "收款方类型可填", "单位、个人"
    yield "这张表", "只作说明，导入时不读取，可以删掉。"
    for sheet, example in EXAMPLE.items():
        fields = columns.FIELDS[sheet]
        name = columns.SHEET_NAMES[sheet]
        yield f"{name}：必填", "、".join(one.headings[0] for one in fields if one.is_needed)
        said = (f"{one.headings[0]}：{example[one.name]}" for one in fields if one.name in example)
        yield f"{name}：一行的例子", "；".join(said)
    for number, called in projects:
        yield f"项目编号 {number}", called
