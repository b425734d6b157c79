-- The book is append-only: the database itself refuses to change or delete what was recorded.
CREATE OR REPLACE FUNCTION "refuse_to_change_the_book"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the book is append-only';
END
$$;
CREATE OR REPLACE TRIGGER "Entry_append_only" BEFORE UPDATE OR DELETE ON "Entry" FOR EACH ROW EXECUTE FUNCTION "refuse_to_change_the_book"();
CREATE OR REPLACE TRIGGER "Entry_no_truncate" BEFORE TRUNCATE ON "Entry" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_to_change_the_book"();
CREATE OR REPLACE TRIGGER "Posting_append_only" BEFORE UPDATE OR DELETE ON "Posting" FOR EACH ROW EXECUTE FUNCTION "refuse_to_change_the_book"();
CREATE OR REPLACE TRIGGER "Posting_no_truncate" BEFORE TRUNCATE ON "Posting" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_to_change_the_book"();
-- What an admin typed as a reason may be erased, what they changed may not.
CREATE OR REPLACE TRIGGER "Change_append_only" BEFORE UPDATE OF "communityId", "id", "at", "actorId", "what", "subjectId", "before", "after", "undoes" OR DELETE ON "Change" FOR EACH ROW EXECUTE FUNCTION "refuse_to_change_the_book"();
CREATE OR REPLACE TRIGGER "Change_no_truncate" BEFORE TRUNCATE ON "Change" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_to_change_the_book"();
