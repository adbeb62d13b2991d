-- Children looked after continuously for the twelve months to 31 March: in care in the year, and neither entering care,
-- nor leaving it before the last day, nor in short breaks (V3, V4) within it.
SELECT CHILD
FROM episodes CROSS JOIN collection
WHERE CHILD IS NOT NULL
GROUP BY CHILD
HAVING max(CASE WHEN DECOM <= ends AND (DEC >= starts OR DEC IS NULL) THEN 1 ELSE 0 END) = 1
   AND max(CASE WHEN RNE = 'S' AND DECOM > starts AND DECOM <= ends THEN 1
                WHEN REC IS DISTINCT FROM 'X1' AND DEC >= starts AND DEC < ends THEN 1
                WHEN LS IN ('V3', 'V4') AND DECOM <= ends AND (DEC >= starts OR DEC IS NULL) THEN 1
                ELSE 0 END) = 0
