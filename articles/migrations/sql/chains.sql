-- The keys a text is found by are kept with its sketch, whoever writes it.

CREATE FUNCTION newsroom_keep_sketch_keys() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM articles_sketchkey kept USING before, unnest(before.keys) AS gone (key)
        WHERE kept.key = gone.key AND kept.day = before.day AND kept.article_id = before.article_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO articles_sketchkey (key, day, article_id)
        SELECT found.key, after.day, after.article_id FROM after, unnest(after.keys) AS found (key)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER newsroom_keep_sketch_keys_inserted AFTER INSERT ON articles_sketch
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION newsroom_keep_sketch_keys();
CREATE TRIGGER newsroom_keep_sketch_keys_updated AFTER UPDATE ON articles_sketch
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION newsroom_keep_sketch_keys();
CREATE TRIGGER newsroom_keep_sketch_keys_deleted AFTER DELETE ON articles_sketch
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION newsroom_keep_sketch_keys();

DO $$
DECLARE
    shown text;
BEGIN
    FOREACH shown IN ARRAY ARRAY['duplicate', 'oldstory'] LOOP
        EXECUTE format(
            'CREATE TRIGGER newsroom_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION newsroom_note_change()', 'articles_' || shown);
    END LOOP;
END $$;
