-- How often the archive has changed, for pages that ask whether they still hold. Every connection counts in a row of its own,
-- so that nobody waits for anybody; a count is seen when its transaction is.

CREATE TABLE articles_change (
    backend integer PRIMARY KEY,
    number bigint NOT NULL,
    at timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE FUNCTION newsroom_note_change() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO articles_change AS change (backend, number, at) VALUES (pg_backend_pid(), 1, clock_timestamp())
    ON CONFLICT (backend) DO UPDATE SET number = change.number + 1, at = excluded.at;
    RETURN NULL;
END $$;

DO $$
DECLARE
    shown text;
BEGIN
    FOREACH shown IN ARRAY ARRAY[
        'agency', 'alias', 'article', 'caption', 'datelineplace', 'entity', 'mention', 'oldaddress', 'original',
        'relatedheadline', 'relation', 'story', 'subject'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER newsroom_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION newsroom_note_change()', 'articles_' || shown);
    END LOOP;
END $$;
