-- Folding, bigrams, keys and the weighted search vector: core PostgreSQL only, from version 14 on.
-- `SET search_path FROM CURRENT` keeps the functions callable while a dump is restored.

CREATE FUNCTION newsroom_fold(content text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := regexp_replace(normalize(content, NFKD), U&'[\0300-\036F\0640\064B-\0655\0670]+', '', 'g');
BEGIN
    -- One look decides for most copy that nothing more is to be done.
    IF folded ~ U&'[\00C6\00D8\00DF\00E6\00F8\0110\0111\0131\0141\0142\0152\0153\1100-\11FF\3099\309A]' THEN
        folded := translate(
            replace(replace(replace(replace(replace(
                folded, U&'\0153', 'oe'), U&'\0152', 'Oe'), U&'\00E6', 'ae'), U&'\00C6', 'Ae'), U&'\00DF', 'ss'),
            U&'\00D8\00F8\0110\0111\0131\0141\0142', 'OoDdiLl');
        -- NFKD takes Hangul syllables and voiced kana apart; bigrams need them whole.
        folded := normalize(folded, NFC);
    END IF;
    RETURN folded;
END $$;

CREATE FUNCTION newsroom_key(content text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT md5(btrim(regexp_replace(
        lower(newsroom_fold(content)),
        U&'[[:space:][:punct:]\00A0\00AB\00B7\00BB\2010-\2027\3000-\3002\3008-\3011]+', ' ', 'g')))
$$;

CREATE FUNCTION newsroom_lead(body text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT left(split_part(body, E'\n\n', 1), 400)
$$;

CREATE FUNCTION newsroom_terms(content text, longest integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    cjk CONSTANT text := U&'\1100-\11FF\2E80-\2FDF\3005-\30FF\3130-\318F\31F0-\31FF\3400-\4DBF\4E00-\9FFF\A960-\A97F\AC00-\D7FF\F900-\FAFF\FF66-\FF9F';
    folded text := regexp_replace(
        normalize(CASE WHEN octet_length(content) > longest THEN left(content, longest) ELSE content END, NFKD),
        U&'[\0300-\036F\0640\064B-\0655\0670]+', '', 'g');
BEGIN
    -- One look decides for most copy that its accents were all there was to fold.
    IF folded ~ U&'[\00C6\00D8\00DF\00E6\00F8\0110\0111\0131\0141\0142\0152\0153\1100-\1FFF\2E80-\FFDC]' THEN
        folded := newsroom_fold(folded);
        IF folded ~ ('[' || cjk || ']') THEN
            -- Writing every letter twice with a space between makes the bigrams: ABC becomes "A AB BC C".
            RETURN regexp_replace(
                regexp_replace(left(folded, longest / 4), '([' || cjk || ']+)', ' \1 ', 'g'),
                '([' || cjk || '])', '\1 \1', 'g');
        END IF;
    END IF;
    RETURN folded;
END $$;

CREATE FUNCTION newsroom_search_vector(language text, headline text, body text, captions text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    configuration regconfig := CASE language
        WHEN 'ar' THEN 'pg_catalog.arabic'::regconfig
        WHEN 'de' THEN 'pg_catalog.german'::regconfig
        WHEN 'en' THEN 'pg_catalog.english'::regconfig
        WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
        WHEN 'fr' THEN 'pg_catalog.french'::regconfig
        WHEN 'it' THEN 'pg_catalog.italian'::regconfig
        WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig
        WHEN 'ru' THEN 'pg_catalog.russian'::regconfig
        ELSE 'pg_catalog.simple'::regconfig
    END;
    lead_end integer := strpos(body, E'\n\n');
    lead text := CASE WHEN lead_end > 0 THEN left(body, lead_end - 1) ELSE body END;
    rest text := CASE WHEN lead_end > 0 THEN substr(body, lead_end + 2) ELSE '' END;
BEGIN
    -- A tsvector holds at most 1 MB of lexemes; these lengths stay below it whatever the text.
    RETURN setweight(to_tsvector(configuration, newsroom_terms(headline, 4000)), 'A')
        || setweight(to_tsvector(configuration, newsroom_terms(lead, 20000)), 'B')
        || setweight(to_tsvector(configuration, newsroom_terms(rest, 200000)), 'C')
        || setweight(to_tsvector(configuration, newsroom_terms(captions, 40000)), 'D');
END $$;
