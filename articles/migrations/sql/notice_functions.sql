-- What the tables of notices are made with.

CREATE FUNCTION newsroom_keys(contents text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT ARRAY(SELECT newsroom_key(content) FROM unnest(contents) AS content)
$$;

CREATE FUNCTION newsroom_named_openly(ids bigint[], moment timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
    found record;
BEGIN
    -- Each entity by itself, so that the first mention that is open ends the search.
    FOR found IN SELECT unnest(ids) AS entity LOOP
        IF EXISTS (
            SELECT FROM articles_mention JOIN articles_article AS article ON article.id = article_id
            WHERE entity_id = found.entity AND NOT withdrawn AND (embargoed_until IS NULL OR embargoed_until <= moment)
        ) OR EXISTS (
            SELECT FROM articles_datelineplace JOIN articles_article AS article ON article.id = article_id
            WHERE place_id = found.entity AND NOT withdrawn AND (embargoed_until IS NULL OR embargoed_until <= moment)
        ) THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END $$;
