-- Articles the public may not read. `withdrawn` says that an article was withdrawn, by its own status or by a notice that stands.

CREATE FUNCTION newsroom_keep_withdrawn(article_ids bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    -- Two that change what withdraws one article wait for each other, and the second sees what the first did.
    PERFORM FROM articles_article WHERE id = ANY (article_ids) ORDER BY id FOR NO KEY UPDATE;
    UPDATE articles_article SET withdrawn = NOT withdrawn
    WHERE id = ANY (article_ids) AND withdrawn <> (status = 'canceled' OR EXISTS (
        SELECT FROM articles_tie
        WHERE target_id = articles_article.id AND state = 'standing' AND kind = 'kill'
    ));
END $$;

CREATE FUNCTION newsroom_article_withdrawn() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.withdrawn := NEW.status = 'canceled';
        RETURN NEW;
    END IF;
    PERFORM newsroom_keep_withdrawn(ARRAY[NEW.id]);
    RETURN NULL;
END $$;

CREATE TRIGGER newsroom_article_filed_withdrawn BEFORE INSERT ON articles_article
FOR EACH ROW WHEN (NEW.withdrawn <> (NEW.status = 'canceled')) EXECUTE FUNCTION newsroom_article_withdrawn();

-- After, not before: a trigger before updates would have every update of an article make its search vector anew.
CREATE TRIGGER newsroom_article_withdrawn AFTER UPDATE OF status, withdrawn ON articles_article
FOR EACH ROW WHEN (OLD.status <> NEW.status OR OLD.withdrawn <> NEW.withdrawn)
EXECUTE FUNCTION newsroom_article_withdrawn();

CREATE FUNCTION newsroom_tie_made() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN PERFORM newsroom_keep_withdrawn(ARRAY(SELECT target_id FROM new_rows WHERE kind = 'kill')); RETURN NULL; END $$;
CREATE FUNCTION newsroom_tie_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM newsroom_keep_withdrawn(ARRAY(
        SELECT target_id FROM new_rows WHERE kind = 'kill' UNION SELECT target_id FROM old_rows WHERE kind = 'kill'));
    RETURN NULL;
END $$;
CREATE FUNCTION newsroom_tie_gone() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN PERFORM newsroom_keep_withdrawn(ARRAY(SELECT target_id FROM old_rows WHERE kind = 'kill')); RETURN NULL; END $$;

CREATE TRIGGER newsroom_tie_made AFTER INSERT ON articles_tie REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_tie_made();
CREATE TRIGGER newsroom_tie_changed AFTER UPDATE ON articles_tie REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_tie_changed();
CREATE TRIGGER newsroom_tie_gone AFTER DELETE ON articles_tie REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_tie_gone();

CREATE TRIGGER newsroom_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON articles_notice
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_note_change();
CREATE TRIGGER newsroom_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON articles_tie
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_note_change();

-- Whether an entity is known only from articles closed to the public: its name is then not to be offered. Nearly always
-- the first mention looked at tells that it is not.
CREATE FUNCTION newsroom_only_in_closed(entity bigint, moment timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
    ids bigint[] := ARRAY(SELECT id FROM articles_entity WHERE merged_into_id = entity) || entity;
BEGIN
    IF newsroom_named_openly(ids, moment) THEN
        RETURN false;
    END IF;
    IF EXISTS (SELECT FROM articles_entity WHERE id = entity AND kind = 'place') THEN
        ids := ARRAY(
            WITH RECURSIVE inside (id) AS (
                SELECT entity
                UNION
                SELECT place.id FROM articles_entity AS place
                JOIN inside ON place.parent_id = inside.id OR place.merged_into_id = inside.id
            )
            SELECT id FROM inside);
        IF newsroom_named_openly(ids, moment) THEN
            RETURN false;
        END IF;
    END IF;
    RETURN EXISTS (SELECT FROM articles_mention WHERE entity_id = ANY (ids))
        OR EXISTS (SELECT FROM articles_datelineplace WHERE place_id = ANY (ids));
END $$;

UPDATE articles_article SET withdrawn = true WHERE status = 'canceled';
