-- What is taken off the tallies for the public: the articles closed at a moment, with -1 for each of what they count as.
-- In plpgsql, to be planned by itself: PostgreSQL 18.4 ends with a fault when it makes newsroom_tally_keys part of the
-- statements that sum tallies up.
CREATE FUNCTION newsroom_closed_tallies(moment timestamptz)
RETURNS TABLE (what newsroom_tallied, period integer, value text, articles integer)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN QUERY
    SELECT tallied.what, periods.period, tallied.value, -1
    FROM articles_article AS article
    CROSS JOIN LATERAL newsroom_tally_keys(
        agency_id, language, status, urgency, version, subjects, entity_ids, filed_from_ids) AS tallied
    CROSS JOIN LATERAL newsroom_tally_periods(newsroom_tally_month(filed_on)) AS periods (period)
    WHERE withdrawn OR embargoed_until > moment;
END $$;
