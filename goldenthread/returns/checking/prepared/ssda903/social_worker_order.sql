-- Each child's social workers in the order in which they began, with the one before and the next.
SELECT row_no, CHILD, SW_DECOM, SW_DEC, SW_DEC_text, SW_REASON,
       lag(row_no) OVER child_in_order AS last_row,
       lag(SW_DECOM) OVER child_in_order AS last_SW_DECOM,
       lag(SW_DEC) OVER child_in_order AS last_SW_DEC,
       lead(row_no) OVER child_in_order AS next_row
FROM sw_episodes
WHERE CHILD IS NOT NULL AND SW_DECOM IS NOT NULL
WINDOW child_in_order AS (PARTITION BY CHILD ORDER BY SW_DECOM, SW_DEC NULLS LAST, row_no)
