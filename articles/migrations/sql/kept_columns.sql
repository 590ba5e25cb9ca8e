-- Columns of articles_article that sum up other tables. The triggers write only where a value differs, so a writer
-- that already filled the column pays one comparison.

CREATE FUNCTION newsroom_places_above(entity_ids bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    WITH RECURSIVE above (id) AS (
        SELECT unnest(entity_ids)
        UNION
        SELECT parent_id FROM articles_entity JOIN above USING (id) WHERE parent_id IS NOT NULL
    )
    SELECT COALESCE(array_agg(id ORDER BY id), '{}') FROM above
$$;

CREATE FUNCTION newsroom_keep_entity_ids(article_ids bigint[]) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
    UPDATE articles_article SET entity_ids = kept.ids
    FROM (
        SELECT article.id AS article_id, newsroom_places_above(
            ARRAY(SELECT DISTINCT entity_id FROM articles_mention WHERE article_id = article.id)) AS ids
        FROM unnest(article_ids) AS article (id)
    ) AS kept
    WHERE articles_article.id = kept.article_id AND articles_article.entity_ids <> kept.ids
$$;

CREATE FUNCTION newsroom_keep_filed_from_ids(article_ids bigint[]) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
    UPDATE articles_article SET filed_from_ids = kept.ids
    FROM (
        SELECT article.id AS article_id, newsroom_places_above(
            ARRAY(SELECT DISTINCT place_id FROM articles_datelineplace
                  WHERE article_id = article.id AND place_id IS NOT NULL)) AS ids
        FROM unnest(article_ids) AS article (id)
    ) AS kept
    WHERE articles_article.id = kept.article_id AND articles_article.filed_from_ids <> kept.ids
$$;

CREATE FUNCTION newsroom_keep_caption_text(article_ids bigint[]) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
    UPDATE articles_article SET caption_text = kept.captions
    FROM (
        SELECT article.id AS article_id, COALESCE(string_agg(caption.text, E'\n\n' ORDER BY caption.position), '') AS captions
        FROM unnest(article_ids) AS article (id)
        LEFT JOIN articles_caption AS caption ON caption.article_id = article.id
        GROUP BY article.id
    ) AS kept
    WHERE articles_article.id = kept.article_id AND articles_article.caption_text <> kept.captions
$$;

CREATE FUNCTION newsroom_entity_moved() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM newsroom_keep_entity_ids(ARRAY(SELECT id FROM articles_article WHERE entity_ids @> ARRAY[NEW.id]));
    PERFORM newsroom_keep_filed_from_ids(ARRAY(SELECT id FROM articles_article WHERE filed_from_ids @> ARRAY[NEW.id]));
    RETURN NULL;
END $$;

CREATE TRIGGER newsroom_entity_moved AFTER UPDATE OF parent_id ON articles_entity
FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id) EXECUTE FUNCTION newsroom_entity_moved();

DO $generate$
DECLARE
    kept record;
BEGIN
    FOR kept IN SELECT * FROM (VALUES
        ('articles_mention', 'newsroom_keep_entity_ids'),
        ('articles_datelineplace', 'newsroom_keep_filed_from_ids'),
        ('articles_caption', 'newsroom_keep_caption_text')) AS pairs (table_name, keep)
    LOOP
        EXECUTE format($sql$
            CREATE FUNCTION %2$s_after_insert() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $f$
            BEGIN PERFORM %2$s(ARRAY(SELECT DISTINCT article_id FROM new_rows)); RETURN NULL; END $f$;
            CREATE FUNCTION %2$s_after_update() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $f$
            BEGIN PERFORM %2$s(ARRAY(SELECT article_id FROM new_rows UNION SELECT article_id FROM old_rows)); RETURN NULL; END $f$;
            CREATE FUNCTION %2$s_after_delete() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $f$
            BEGIN PERFORM %2$s(ARRAY(SELECT DISTINCT article_id FROM old_rows)); RETURN NULL; END $f$;
            CREATE TRIGGER %2$s_after_insert AFTER INSERT ON %1$s REFERENCING NEW TABLE AS new_rows
                FOR EACH STATEMENT EXECUTE FUNCTION %2$s_after_insert();
            CREATE TRIGGER %2$s_after_update AFTER UPDATE ON %1$s REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
                FOR EACH STATEMENT EXECUTE FUNCTION %2$s_after_update();
            CREATE TRIGGER %2$s_after_delete AFTER DELETE ON %1$s REFERENCING OLD TABLE AS old_rows
                FOR EACH STATEMENT EXECUTE FUNCTION %2$s_after_delete();
        $sql$, kept.table_name, kept.keep);
    END LOOP;
END $generate$;
