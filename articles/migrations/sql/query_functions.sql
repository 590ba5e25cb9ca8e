-- What a search asks beyond the search vector. `SET search_path FROM CURRENT` keeps the functions callable while a
-- dump is restored.

-- Blanks are counted, not words found by a pattern: thirty times quicker. Paragraphs are two line ends apart.
-- Chinese and Japanese have no blanks between words: there the characters count.
CREATE FUNCTION newsroom_words(language text, body text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN body = '' THEN 0
        WHEN language IN ('zh', 'ja') THEN length(translate(body, U&' \000A\3000', ''))
        ELSE length(replace(body, E'\n\n', ' ')) - length(translate(replace(body, E'\n\n', ' '), E' \n', '')) + 1
    END
$$;

CREATE FUNCTION newsroom_note_vector(note text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT to_tsvector('pg_catalog.simple'::regconfig, newsroom_terms(note, 4000))
$$;

CREATE FUNCTION newsroom_holds(content text, wanted text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
    IF strpos(content, wanted) > 0 THEN
        RETURN true;
    END IF;
    content := lower(newsroom_fold(content));
    IF strpos(wanted, ' ') > 0 THEN
        content := regexp_replace(content, '\s+', ' ', 'g');
    END IF;
    RETURN strpos(content, wanted) > 0;
END $$;

-- A full stop after a title, a month or an initial ends no sentence. In doubt sentences stay together.
CREATE FUNCTION newsroom_in_one_sentence(configuration regconfig, content text, wanted tsquery) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    sentence text;
BEGIN
    content := regexp_replace(content,
        '\m(Adm|Apr|Aug|Brig|Capt|Col|Corp|Dec|Dept|Dr|Dra|Feb|Gen|Gov|Hon|Inc|Jan|Jr|Lic|Lt|Ltd|Mar|Messrs|Mgr|MM|Mlle|'
        || 'Mme|Mr|Mrs|Ms|Mt|No|Nos|Nov|Nr|Oct|Okt|Pres|Prof|Rep|Rev|Sen|Sep|Sept|Sgt|Sr|Sra|St|Sta|Ste|approx|'
        || 'av|avr|bzw|ca|cf|chap|dic|ene|env|feb|fig|inkl|janv|juil|oct|okt|p|pp|resp|sept|usw|vgl|vol|vs|[[:upper:]])\.',
        '\1', 'g');
    IF configuration = 'pg_catalog.german'::regconfig THEN
        content := regexp_replace(content, '\m(\d\d?)\.', '\1', 'g');
    END IF;
    FOR sentence IN
        SELECT regexp_split_to_table(content, '\n+|[。！？｡]+|[.!?…؟۔]+[”’"»)\]]*\s+(?![[:lower:]])')
    LOOP
        IF to_tsvector(configuration, newsroom_terms(sentence, 20000)) @@ wanted THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END $$;
