"""Rules with tests: what must be caught, and what must be left alone."""

from collections import Counter

from tools.check_rules import breaches, rules_due, rules_tested


def test_a_rule_without_a_test_is_caught() -> None:
    due = rules_due("# comment\n01 The server is not trusted.\n04 Only a recipient.\n")

    assert breaches(due, Counter([1])) == ["rule 04 is due and has no test named test_rule_04_..."]


def test_a_number_that_is_no_rule_is_caught() -> None:
    assert breaches(set(), Counter([17])) == ["a test names rule 17; there is no such rule"]


def test_rules_that_are_tested_early_are_left_alone() -> None:
    assert breaches({1}, Counter([1, 1, 5])) == []


def test_python_and_typescript_tests_count() -> None:
    python = "def test_rule_01_a():\n    pass\nclass X:\n    async def test_rule_16_b(self):\n        pass\n"
    typescript = "it('rule 03: refuses', () => {})\ntest(\"rule 11 shows\", f)\n"

    assert rules_tested("server/tests/test_a.py", python) == [1, 16]
    assert rules_tested("web/src/keys/pins.test.ts", typescript) == [3, 11]


def test_what_is_no_test_does_not_count() -> None:
    assert rules_tested("server/tests/test_a.py", "# def test_rule_01_a():\ndef make_rule_01_test(): ...\n") == []
    assert rules_tested("server/src/waxpost_server/app.py", "def test_rule_01_a():\n    pass\n") == []
    assert rules_tested("web/src/keys/pins.test.ts", "// it('rule 03: refuses')\nit.skip('rule 03: x', f)\n") == []
