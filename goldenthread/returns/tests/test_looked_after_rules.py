"""Every rule of the newest edition of the looked after return stands in a file, or in the table of those left out."""

import re

from goldenthread.returns.checking.rule import RULES, prepared_of, rules_of
from goldenthread.returns.formats.ssda903 import SSDA903

# Codes for the return of 2027, as csc-validator-be-903 0.1.17 lists them.
NEWEST = ["1000", "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "1009", "101", "1010", "1011", "1012", "1014", "1015", "1016", "102", "103", "104", "105", "112", "113", "114", "115", "116", "117", "118", "119", "120", "131", "132", "133", "134", "141", "142", "143", "144", "145", "146", "147", "148", "149", "151", "153", "157", "158", "159", "164", "165", "166", "167", "168", "169", "171", "174", "175", "176", "177", "178", "179", "180", "181", "182", "184", "185", "186", "187", "188", "189", "190", "191", "192", "193", "196", "197B", "197a", "198", "199", "202", "203", "204", "205A", "205B", "205C", "205D", "207", "208", "209", "210", "213", "214", "215", "217", "218", "219", "221", "222", "224", "225", "226", "227", "228", "229", "231", "232", "233", "234", "241", "242", "243", "3001", "301", "302", "303", "304", "331", "333", "334", "335", "336", "344", "345", "347", "348", "351", "352", "353", "354", "355", "356", "357", "358", "359", "361", "362", "363", "364", "365", "366", "367", "371", "372", "373", "374", "375", "376", "377", "378", "379", "380", "381", "382", "383", "384", "385", "386", "387", "388", "389", "390", "391", "392a", "392b", "392c", "392d", "393", "398", "399", "406", "407", "408", "411", "420", "426", "431", "432", "433", "434", "435", "436", "437", "440", "441", "442", "444", "446", "452", "453", "454", "460", "501", "502", "503A", "503B", "503C", "503D", "503E", "503F", "503G", "503H", "503J", "504", "511", "514", "516", "517", "518", "519", "520", "521", "522", "523", "524", "525", "526", "527", "528", "529", "530", "531", "542", "543", "544", "545", "546", "547", "550", "551", "552", "553", "554", "557", "558", "559", "560", "561", "562", "563", "564", "565", "566", "567", "570", "571", "574", "575", "576", "577", "578", "579", "580", "581", "582", "583", "584", "586", "601", "602", "607", "611", "612", "620", "621", "624", "625", "626", "628", "630", "631", "632", "633", "634", "635", "700", "701", "702", "703", "704", "705", "706", "707", "708", "709", "710", "EPI", "INT01", "INT02", "INT03", "INT04", "INT05", "INT06", "INT07", "INT08", "INT09", "INT11", "INT12", "INT13", "INT14", "INT15", "INT16", "INT17", "INT18", "INT21", "INT31", "INT32", "INT33", "INT34", "INT35", "INT36", "NoE", "SW02STG1", "SW04STG1", "SW05STG1", "SW06STG2", "SW07STG2", "SW08STG2", "SW09STG2", "SW10STG2", "SW10aSTG2", "SW10bSTG2", "SW11bSTG2", "SW12STG2", "SW13STG1", "SW17STG2", "SW18STG2", "SW19STG2"]


def left_out():
    told = (RULES / "ssda903" / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| ([0-9A-Za-z]+) \| (.+) \|$", told, re.MULTILINE)[1:])


def test_each_code_is_a_rule_or_is_left_out_for_a_reason():
    rules, told = {rule.code for rule in rules_of("ssda903")}, left_out()
    assert rules & told.keys() == set()
    assert rules | told.keys() == set(NEWEST)


def test_the_readme_counts_the_rules_that_stand():
    told = (RULES / "ssda903" / "README.md").read_text(encoding="utf-8")
    assert f"`{len(rules_of('ssda903'))}` of them stand here" in told


def test_every_rule_reads_the_tables_and_columns_of_the_format():
    """A rule names real columns of its tables, and `collection`, prepared tables and postcodes are the only others."""
    tables = {table.name for table in SSDA903.tables}
    for rule in rules_of("ssda903"):
        base = {name.removesuffix("_last") for name in (*rule.tables, *rule.also)}
        assert base <= tables | {"postcodes"}, rule.code
        for field in rule.columns:
            table, column = field.split(".")
            SSDA903.table(table.removesuffix("_last")).column(column)
        read = set(re.findall(r"(?<!DISTINCT )\b(?:FROM|JOIN)\s+([a-z_0-9]+)", rule.sql))
        own = set(re.findall(r"(?:WITH|,)\s*([a-z_0-9]+) AS \(", rule.sql))
        known = {*rule.tables, *rule.also, *own, *prepared_of("ssda903"), "collection"}
        assert read <= known, (rule.code, read - known)


def test_a_rule_that_reads_postcodes_says_so():
    for rule in rules_of("ssda903"):
        if re.search(r"\b(postcodes|placed_where)\b", rule.sql):
            assert "postcodes" in rule.tables, rule.code



def test_rules_on_deprivation_of_liberty_hold_from_the_year_in_which_the_return_has_its_list():
    rules = [rule for rule in rules_of("ssda903") if "dolo" in rule.tables]
    assert len(rules) == 11
    assert {rule.first for rule in rules} == {SSDA903.table("dolo").column(name).since for name in ("DOLO_START", "DOLO_END")} == {2027}
