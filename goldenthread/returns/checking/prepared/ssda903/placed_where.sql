-- What the list of postcodes says of each episode of this year: the council or country of the placement, whether that is
-- inside the council's own area, and the miles between home and placement as the return counts them.
SELECT e.row_no, e.CHILD, e.LS, h.postcode AS home, p.postcode AS place, coalesce(p.la, p.country) AS pl_la,
       CASE WHEN p.postcode IS NOT NULL THEN CASE WHEN p.la = c.la THEN 'IN' ELSE 'OUT' END END AS pl_location,
       round(
           sqrt((h.easting - p.easting) * (h.easting - p.easting) + (h.northing - p.northing) * (h.northing - p.northing))
           / 1000 / 1.6093, 1
       ) AS pl_distance
FROM episodes e
CROSS JOIN collection c
LEFT JOIN postcodes h ON h.postcode = replace(upper(e.HOME_POST), ' ', '')
LEFT JOIN postcodes p ON p.postcode = replace(upper(e.PL_POST), ' ', '')
