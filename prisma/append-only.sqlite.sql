-- The book is append-only: the database itself refuses to change or delete what was recorded.
DROP TRIGGER IF EXISTS "Entry_no_update";
DROP TRIGGER IF EXISTS "Entry_no_delete";
DROP TRIGGER IF EXISTS "Posting_no_update";
DROP TRIGGER IF EXISTS "Posting_no_delete";
DROP TRIGGER IF EXISTS "Change_no_update";
DROP TRIGGER IF EXISTS "Change_no_delete";
CREATE TRIGGER "Entry_no_update" BEFORE UPDATE ON "Entry" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER "Entry_no_delete" BEFORE DELETE ON "Entry" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER "Posting_no_update" BEFORE UPDATE ON "Posting" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER "Posting_no_delete" BEFORE DELETE ON "Posting" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
-- What an admin typed as a reason may be erased, what they changed may not.
CREATE TRIGGER "Change_no_update" BEFORE UPDATE OF "communityId", "id", "at", "actorId", "what", "subjectId", "before", "after", "undoes" ON "Change" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER "Change_no_delete" BEFORE DELETE ON "Change" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
