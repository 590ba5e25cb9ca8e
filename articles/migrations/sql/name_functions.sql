-- Names found by the beginning of any of their words. `SET search_path FROM CURRENT` keeps the functions callable while a
-- dump is restored.

-- No parser of PostgreSQL's is asked: it takes hyphenated names, dotted initials and addresses apart in ways of its own.
-- A lexeme holds at most 2 kB, which 500 letters of four bytes stay below.
CREATE FUNCTION newsroom_plain_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT btrim(regexp_replace(
        lower(left(newsroom_fold(name), 500)),
        U&'[[:space:][:punct:]''\005C\005C\00A0\00AB\00B7\00BB\2010-\2027\3000-\3002\3008-\3011\30FB\FF65]+', ' ', 'g'))
$$;

CREATE FUNCTION newsroom_name_words(name text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT array_to_tsvector(string_to_array(newsroom_plain_name(name), ' '))
$$;

-- NULL where nothing of the text can stand in a name.
CREATE FUNCTION newsroom_name_beginning(typed text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT ('''' || replace(NULLIF(newsroom_plain_name(typed), ''), ' ', ''':* & ''') || ''':*')::tsquery
$$;
