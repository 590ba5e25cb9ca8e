-- What merging does to counts: nothing is moved when entities are merged. An article keeps the id of the entity it was
-- found to name, and every question asks for the ids that count as an entity.

-- For each merged entity of `ids`: the entity it was merged into, and the places that encloses.
CREATE FUNCTION newsroom_counted_as(ids bigint[]) RETURNS TABLE (source bigint, counted bigint)
LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    WITH RECURSIVE above (source, place) AS (
        SELECT id, merged_into_id FROM articles_entity WHERE id = ANY (ids) AND merged_into_id IS NOT NULL
        UNION
        SELECT above.source, next.place
        FROM above
        JOIN articles_entity ON articles_entity.id = above.place
        CROSS JOIN LATERAL (VALUES (parent_id), (merged_into_id)) AS next (place)
        WHERE next.place IS NOT NULL
    )
    SELECT source, place FROM above
$$;
