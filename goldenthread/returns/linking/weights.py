"""How much each agreement and disagreement says, for Splink.

How often two records of one child agree (m) is set here, from what children's records are known to get wrong; how often
two records of different children agree by chance (u) is counted in the files themselves.
"""

import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import SettingsCreator, block_on

# For each field: (label, share of true pairs that agree in this way). The last one is everything else.
AGREEMENT = {
    "forename": (("the same", 0.86), ("spelt almost the same", 0.09), ("different", 0.05)),
    "surname": (("the same", 0.89), ("spelt almost the same", 0.06), ("different", 0.05)),
    "birth": (("the same", 0.945), ("one digit apart", 0.035), ("different", 0.02)),
    "sex": (("the same", 0.99), ("different", 0.01)),
    "postcode": (("the same", 0.83), ("in the same sector", 0.03), ("different", 0.14)),
}
BLOCKS = (
    ("forename", "birth"),
    ("surname", "birth"),
    ("postcode", "birth"),
    ("postcode", "forename"),
    ("forename", "surname", "substr(birth_text, 1, 4)"),
)


def settings(probability: float) -> SettingsCreator:
    """What Splink compares, over `identities`; `probability` that two records drawn at random are one child."""

    def comparison(field, column, *tests):
        null = levels.NullLevel(column)
        parts = [test.configure(m_probability=share) for test, (_, share) in zip(tests, AGREEMENT[field], strict=True)]
        return comparisons.CustomComparison([null, *parts], output_column_name=field)

    alike = levels.JaroWinklerLevel
    return SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=probability,
        source_dataset_column_name="source",
        retain_intermediate_calculation_columns=True,
        comparisons=[
            comparison(
                "forename",
                "forename",
                levels.ExactMatchLevel("forename", term_frequency_adjustments=True),
                alike("forename", 0.88),
                levels.ElseLevel(),
            ),
            comparison(
                "surname",
                "surname",
                levels.ExactMatchLevel("surname", term_frequency_adjustments=True),
                alike("surname", 0.88),
                levels.ElseLevel(),
            ),
            comparison(
                "birth",
                "birth_text",
                levels.ExactMatchLevel("birth_text"),
                levels.DamerauLevenshteinLevel("birth_text", 1),
                levels.ElseLevel(),
            ),
            comparison("sex", "sex", levels.ExactMatchLevel("sex"), levels.ElseLevel()),
            comparison(
                "postcode",
                "postcode",
                levels.ExactMatchLevel("postcode"),
                levels.CustomLevel(
                    "left(postcode_l, length(postcode_l) - 2) = left(postcode_r, length(postcode_r) - 2)"
                ),
                levels.ElseLevel(),
            ),
        ],
        blocking_rules_to_generate_predictions=[block_on(*fields) for fields in BLOCKS],
    )


def label(field: str, level: int) -> str:
    """What a level of agreement is called: 0 is the weakest, -1 that one of the two is not known."""
    return "not known" if level < 0 else AGREEMENT[field][len(AGREEMENT[field]) - 1 - level][0]
