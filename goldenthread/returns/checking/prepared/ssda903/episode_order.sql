-- Each child's episodes of this year in the order in which they began, with what came before and after.
SELECT row_no, CHILD, DECOM, DEC, DEC_text, RNE, LS, PLACE, REC, REASON_PLACE_CHANGE,
       row_number() OVER child_in_order AS number,
       count(*) OVER (PARTITION BY CHILD) AS of_all,
       lag(row_no) OVER child_in_order AS last_row,
       lag(DEC) OVER child_in_order AS last_DEC,
       lag(REC) OVER child_in_order AS last_REC,
       lag(LS) OVER child_in_order AS last_LS,
       lag(PLACE) OVER child_in_order AS last_PLACE,
       lag(REASON_PLACE_CHANGE) OVER child_in_order AS last_REASON_PLACE_CHANGE,
       lead(row_no) OVER child_in_order AS next_row,
       lead(DECOM) OVER child_in_order AS next_DECOM,
       lead(RNE) OVER child_in_order AS next_RNE,
       lead(PLACE) OVER child_in_order AS next_PLACE
FROM episodes
WHERE CHILD IS NOT NULL AND DECOM IS NOT NULL
WINDOW child_in_order AS (PARTITION BY CHILD ORDER BY DECOM, DEC NULLS LAST, row_no)
