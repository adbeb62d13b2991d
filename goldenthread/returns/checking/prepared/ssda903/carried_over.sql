-- Each child's first episode of this year beside the last one of last year's return, if there is one; `last_open` says
-- that last year's had no end.
WITH this_year AS (
    SELECT * FROM episodes
    WHERE CHILD IS NOT NULL AND DECOM IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY CHILD ORDER BY DECOM, DEC NULLS LAST, row_no) = 1
),
final AS (
    SELECT * FROM episodes_last
    WHERE CHILD IS NOT NULL AND DECOM IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY CHILD ORDER BY DECOM DESC, DEC DESC NULLS FIRST, row_no DESC) = 1
)
SELECT t.row_no, t.CHILD, t.DECOM, t.RNE, t.LS, t.CIN, t.PLACE, t.PLACE_PROVIDER, t.URN,
       f.row_no AS last_row, f.DEC_text IS NULL AND f.row_no IS NOT NULL AS last_open, f.DECOM AS last_DECOM,
       f.RNE AS last_RNE, f.LS AS last_LS, f.CIN AS last_CIN, f.PLACE AS last_PLACE,
       f.PLACE_PROVIDER AS last_PLACE_PROVIDER, f.URN AS last_URN
FROM this_year t
LEFT JOIN final f ON f.CHILD = t.CHILD
