-- Readers see dropped passages by searching for them.
CREATE TRIGGER newsroom_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON articles_droppedpassage
FOR EACH STATEMENT EXECUTE FUNCTION newsroom_note_change();
