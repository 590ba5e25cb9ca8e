-- How many articles there are, by month, year and of all time: in all, and by what they have in common.
--
-- Triggers append differences to articles_tallychange, so that no writer waits for another; questions add them to
-- articles_tally. newsroom_fold_tallies moves them there now and then.

CREATE TYPE newsroom_tallied AS ENUM (
    'all', 'agency', 'language', 'status', 'urgency', 'version', 'subject', 'entity_ids', 'filed_from_ids'
);

-- A period is 202309 for a month, 202300 for a year, 0 for all time, -1 for the undated.
CREATE TABLE articles_tally (
    what newsroom_tallied NOT NULL,
    period integer NOT NULL,
    articles integer NOT NULL,
    value text COLLATE "C" NOT NULL,
    PRIMARY KEY (what, period, value)
) WITH (fillfactor = 80);

-- Emptied whenever it is folded: vacuumed soon after, it stays short.
CREATE TABLE articles_tallychange (
    month integer NOT NULL,
    what newsroom_tallied NOT NULL,
    articles integer NOT NULL,
    value text COLLATE "C" NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE FUNCTION newsroom_tally_month(filed_on date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN filed_on = DATE '0001-01-01' THEN -1
    ELSE (extract(year FROM filed_on) * 100 + extract(month FROM filed_on))::integer
END;

-- The periods that a month, or -1, counts for.
CREATE FUNCTION newsroom_tally_periods(month integer) RETURNS SETOF integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 3
BEGIN ATOMIC
    SELECT unnest(CASE WHEN month > 0 THEN ARRAY[month, month / 100 * 100, 0] ELSE ARRAY[month, 0] END);
END;

-- What an article is counted as. Without a search path of its own PostgreSQL can make it part of a larger statement.
CREATE FUNCTION newsroom_tally_keys(
    agency_id bigint, language text, status text, urgency integer, version integer, subjects text[],
    entity_ids bigint[], filed_from_ids bigint[]
) RETURNS TABLE (what newsroom_tallied, value text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 20
BEGIN ATOMIC
    SELECT 'all'::newsroom_tallied, ''
    UNION ALL SELECT 'agency', agency_id::text WHERE agency_id IS NOT NULL
    UNION ALL SELECT 'language', language WHERE language <> ''
    UNION ALL SELECT 'status', status
    UNION ALL SELECT 'urgency', urgency::text WHERE urgency IS NOT NULL
    UNION ALL SELECT 'version', version::text
    UNION ALL SELECT 'subject', code FROM (SELECT DISTINCT unnest(subjects)) AS distinct_codes (code)
    UNION ALL SELECT 'entity_ids', unnest(entity_ids)::text
    UNION ALL SELECT 'filed_from_ids', unnest(filed_from_ids)::text;
END;

-- What questions sum up.
CREATE VIEW newsroom_tallies AS
    SELECT what, period, value, articles FROM articles_tally
    UNION ALL
    SELECT what, period, value, articles
    FROM articles_tallychange CROSS JOIN LATERAL newsroom_tally_periods(month) AS period;

CREATE FUNCTION newsroom_tally_inserted() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO articles_tallychange (month, what, value, articles)
    SELECT newsroom_tally_month(filed_on), what, value, count(*)
    FROM new_rows CROSS JOIN LATERAL newsroom_tally_keys(
        agency_id, language, status, urgency, version, subjects, entity_ids, filed_from_ids)
    GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;

CREATE FUNCTION newsroom_tally_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO articles_tallychange (month, what, value, articles)
    SELECT newsroom_tally_month(filed_on), what, value, -count(*)
    FROM old_rows CROSS JOIN LATERAL newsroom_tally_keys(
        agency_id, language, status, urgency, version, subjects, entity_ids, filed_from_ids)
    GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;

CREATE FUNCTION newsroom_tally_updated() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO articles_tallychange (month, what, value, articles)
    SELECT newsroom_tally_month(filed_on), what, value, sum(articles)
    FROM (
        SELECT 1 AS articles, filed_on, agency_id, language, status, urgency, version, subjects, entity_ids, filed_from_ids
        FROM new_rows
        UNION ALL
        SELECT -1, filed_on, agency_id, language, status, urgency, version, subjects, entity_ids, filed_from_ids
        FROM old_rows
    ) AS rows CROSS JOIN LATERAL newsroom_tally_keys(
        agency_id, language, status, urgency, version, subjects, entity_ids, filed_from_ids)
    GROUP BY 1, 2, 3 HAVING sum(articles) <> 0;
    RETURN NULL;
END $$;

-- One at a time folds, mends or empties; whoever reads articles as well does so first, so that nobody waits in a circle.
CREATE FUNCTION newsroom_hold_tallies(wait boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF wait THEN
        PERFORM pg_advisory_xact_lock(x'1DA1'::integer, 0);
        RETURN true;
    END IF;
    RETURN pg_try_advisory_xact_lock(x'1DA1'::integer, 0);
END $$;

CREATE FUNCTION newsroom_tally_truncated() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM newsroom_hold_tallies(true);
    DELETE FROM articles_tallychange;
    DELETE FROM articles_tally;
    RETURN NULL;
END $$;

CREATE TRIGGER newsroom_tally_inserted AFTER INSERT ON articles_article REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_tally_inserted();
CREATE TRIGGER newsroom_tally_updated AFTER UPDATE ON articles_article
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_tally_updated();
CREATE TRIGGER newsroom_tally_deleted AFTER DELETE ON articles_article REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_tally_deleted();
CREATE TRIGGER newsroom_tally_truncated AFTER TRUNCATE ON articles_article
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_tally_truncated();

-- Add the differences to the tallies and return how many there were. Differences that are written meanwhile stay;
-- without waiting, so do all while another folds. A tally that becomes zero stays, too: to look for it costs more.
CREATE FUNCTION newsroom_fold_tallies(wait boolean) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    folded bigint;
BEGIN
    IF NOT newsroom_hold_tallies(wait) THEN
        RETURN 0;
    END IF;
    WITH taken AS (
        DELETE FROM articles_tallychange RETURNING month, what, value, articles
    ), added AS (
        INSERT INTO articles_tally AS tally (what, period, value, articles)
        SELECT what, period, value, sum(articles)
        FROM taken CROSS JOIN LATERAL newsroom_tally_periods(month) AS period
        GROUP BY what, period, value HAVING sum(articles) <> 0
        ORDER BY what, period, value
        ON CONFLICT (what, period, value) DO UPDATE SET articles = tally.articles + excluded.articles
    )
    SELECT count(*) FROM taken INTO folded;
    RETURN folded;
END $$;

-- What the tallies of a period ought to be: those of a month as its articles say, those of a year and of all time as the
-- folded tallies of the periods within say. STABLE, so that it sees what the statement sees that asks.
CREATE FUNCTION newsroom_recount(asked integer) RETURNS TABLE (what newsroom_tallied, value text, articles bigint)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
    first date := CASE WHEN asked < 0 THEN DATE '0001-01-01' WHEN asked % 100 > 0 THEN make_date(asked / 100, asked % 100, 1) END;
    last date := CASE WHEN asked < 0 THEN first ELSE first + interval '1 month' - interval '1 day' END;
BEGIN
    IF first IS NOT NULL THEN
        RETURN QUERY
            SELECT key.what, key.value, count(*)
            FROM articles_article CROSS JOIN LATERAL newsroom_tally_keys(
                agency_id, language, status, urgency, version, subjects, entity_ids, filed_from_ids) AS key
            WHERE filed_on BETWEEN first AND last AND newsroom_tally_month(filed_on) = asked
            GROUP BY 1, 2;
    ELSE
        RETURN QUERY
            SELECT tally.what, tally.value, sum(tally.articles)
            FROM articles_tally AS tally
            WHERE tally.what = ANY (enum_range(NULL::newsroom_tallied))
              AND period BETWEEN asked - 1 AND CASE WHEN asked > 0 THEN asked + 12 ELSE 999999 END
              AND (asked > 0 AND period % 100 <> 0 OR asked = 0 AND (period < 0 OR period > 0 AND period % 100 = 0))
            GROUP BY 1, 2;
    END IF;
END $$;

-- The tallies of a period that are not what they ought to be.
CREATE FUNCTION newsroom_wrong_tallies(asked integer)
RETURNS TABLE (what newsroom_tallied, value text, kept bigint, counted bigint)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    SELECT what, value, coalesce(kept, 0), coalesce(counted, 0)
    FROM newsroom_recount(asked) AS recounted (what, value, counted)
    FULL JOIN (
        SELECT what, value, sum(articles) AS kept
        FROM (
            SELECT what, value, articles FROM articles_tally
            WHERE what = ANY (enum_range(NULL::newsroom_tallied)) AND period = asked
            UNION ALL
            SELECT what, value, articles FROM articles_tallychange WHERE month = asked
        ) AS folded_or_not
        GROUP BY what, value
    ) AS tallied USING (what, value)
    WHERE coalesce(kept, 0) <> coalesce(counted, 0)
$$;

-- Make the tallies of a period what they ought to be, and return how many were not. Months go first, then years, then
-- all time. One statement sees articles and differences at one moment; what is written later brings its own differences.
CREATE FUNCTION newsroom_mend_tallies(asked integer) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
    wrong bigint;
BEGIN
    WITH counted AS MATERIALIZED (
        SELECT what, value, articles FROM newsroom_recount(asked)
    ), dropped AS (
        DELETE FROM articles_tallychange WHERE month = asked
    ), emptied AS (
        DELETE FROM articles_tally AS tally
        WHERE what = ANY (enum_range(NULL::newsroom_tallied)) AND period = asked
          AND NOT EXISTS (SELECT FROM counted WHERE (counted.what, counted.value) = (tally.what, tally.value))
        RETURNING articles
    ), mended AS (
        INSERT INTO articles_tally AS tally (what, period, value, articles)
        SELECT what, asked, value, articles FROM counted ORDER BY what, value
        ON CONFLICT (what, period, value) DO UPDATE SET articles = excluded.articles
        WHERE tally.articles <> excluded.articles
        RETURNING articles
    )
    SELECT (SELECT count(*) FROM emptied WHERE articles <> 0) + (SELECT count(*) FROM mended) INTO wrong;
    RETURN wrong;
END $$;

-- The periods that have articles or tallies, in the order in which they are mended.
CREATE FUNCTION newsroom_tally_order() RETURNS SETOF integer
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    WITH known (period) AS (
        SELECT newsroom_tally_month(filed_on) FROM articles_article
        UNION SELECT period FROM articles_tally
        UNION SELECT month FROM articles_tallychange
    ), every (period) AS (
        TABLE known UNION SELECT period / 100 * 100 FROM known WHERE period > 0 UNION SELECT 0
    )
    SELECT period FROM every ORDER BY CASE WHEN period = 0 THEN 3 WHEN period % 100 = 0 THEN 2 ELSE 1 END, period
$$;

-- What readers have seen does not hold any more.
CREATE FUNCTION newsroom_tallies_mended() RETURNS void LANGUAGE sql SET search_path FROM CURRENT AS $$
    INSERT INTO articles_change AS change (backend, number, at) VALUES (pg_backend_pid(), 1, clock_timestamp())
    ON CONFLICT (backend) DO UPDATE SET number = change.number + 1, at = excluded.at
$$;

DO $$
BEGIN
    PERFORM newsroom_mend_tallies(period) FROM newsroom_tally_order() AS period;
END $$;
ANALYZE articles_tally;
