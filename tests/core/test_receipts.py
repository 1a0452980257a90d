"""The code on a receipt."""

from app.core.receipts import ALPHABET, derive_secret, is_same_secret


def test_the_secret_follows_from_key_purpose_number_and_salt() -> None:
    secret = derive_secret("key", "objection", "Y2026-00001", "salt")
    assert secret == derive_secret("key", "objection", "Y2026-00001", "salt")
    others = [
        ("other", "objection", "Y2026-00001", "salt"),
        ("key", "application", "Y2026-00001", "salt"),
        ("key", "objection", "Y2026-00002", "salt"),
        ("key", "objection", "Y2026-00001", "pepper"),
    ]
    assert secret not in {derive_secret(*other) for other in others}
    assert len(secret) == 9
    assert set(secret.replace("-", "")) <= set(ALPHABET)


def test_slips_that_were_handed_out_stay_valid() -> None:
    assert derive_secret("key", "objection", "Y2026-00001", "salt") == "C99V-HBWT"


def test_a_secret_is_known_again_however_it_is_typed() -> None:
    assert is_same_secret("7kqm 3xwa", "7KQM-3XWA")
    assert is_same_secret(" 7KQM3XWA ", "7KQM-3XWA")
    assert is_same_secret("７ＫＱＭ－３ｘｗａ", "7KQM-3XWA")
    for wrong in ("", "7KQM-3XWB", "7KQM-3XW", "7KQM-3XWAA", "钥匙"):
        assert not is_same_secret(wrong, "7KQM-3XWA")
