-- Read far more often than written, and hardly any shorter when compressed.
ALTER TABLE articles_article ALTER COLUMN search_vector SET STORAGE EXTERNAL;

-- Columns of articles_article that sum up other tables. The triggers write only where a value differs, so a writer
-- that already filled the column pays one comparison.

-- Each adds a row of nulls for every article, so that one left without rows is emptied, and works on the whole set at
-- once: a statement that inserts thousands of rows fires them once.

CREATE FUNCTION newsroom_keep_entity_ids(article_ids bigint[]) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
    WITH RECURSIVE named (article_id, id) AS (
        SELECT article_id, entity_id FROM articles_mention WHERE article_id = ANY (article_ids)
        UNION
        SELECT article_id, parent_id FROM articles_entity JOIN named USING (id) WHERE parent_id IS NOT NULL
    ), kept AS MATERIALIZED (
        SELECT article_id, COALESCE(array_agg(id ORDER BY id) FILTER (WHERE id IS NOT NULL), '{}') AS ids
        FROM (SELECT article_id, id FROM named UNION ALL SELECT unnest(article_ids), NULL) AS rows
        GROUP BY article_id
    )
    UPDATE articles_article SET entity_ids = kept.ids
    FROM kept WHERE articles_article.id = kept.article_id AND articles_article.entity_ids <> kept.ids
$$;

CREATE FUNCTION newsroom_keep_filed_from_ids(article_ids bigint[]) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
    WITH RECURSIVE filed (article_id, id) AS (
        SELECT article_id, place_id FROM articles_datelineplace
        WHERE article_id = ANY (article_ids) AND place_id IS NOT NULL
        UNION
        SELECT article_id, parent_id FROM articles_entity JOIN filed USING (id) WHERE parent_id IS NOT NULL
    ), kept AS MATERIALIZED (
        SELECT article_id, COALESCE(array_agg(id ORDER BY id) FILTER (WHERE id IS NOT NULL), '{}') AS ids
        FROM (SELECT article_id, id FROM filed UNION ALL SELECT unnest(article_ids), NULL) AS rows
        GROUP BY article_id
    )
    UPDATE articles_article SET filed_from_ids = kept.ids
    FROM kept WHERE articles_article.id = kept.article_id AND articles_article.filed_from_ids <> kept.ids
$$;

CREATE FUNCTION newsroom_keep_caption_text(article_ids bigint[]) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
    WITH kept AS MATERIALIZED (
        SELECT article_id, COALESCE(string_agg(text, E'\n\n' ORDER BY position), '') AS captions
        FROM (
            SELECT article_id, text, position FROM articles_caption WHERE article_id = ANY (article_ids)
            UNION ALL
            SELECT unnest(article_ids), NULL, NULL
        ) AS rows
        GROUP BY article_id
    )
    UPDATE articles_article SET caption_text = kept.captions
    FROM kept WHERE articles_article.id = kept.article_id AND articles_article.caption_text <> kept.captions
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
