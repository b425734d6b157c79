-- AlterTable
ALTER TABLE "Entry" ADD COLUMN "leadId" INTEGER;

-- CreateTable
CREATE TABLE "Message" (
    "communityId" INTEGER NOT NULL,
    "channelId" INTEGER NOT NULL,
    "message" TEXT NOT NULL,
    "authorId" INTEGER NOT NULL,
    "lastOrder" BIGINT NOT NULL,
    "entryId" INTEGER,

    PRIMARY KEY ("communityId", "channelId", "message")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Pile" (
    "communityId" INTEGER NOT NULL,
    "channelId" INTEGER NOT NULL,
    "receiverId" INTEGER NOT NULL,
    "leadId" INTEGER NOT NULL,
    "lastAt" DATETIME NOT NULL,

    PRIMARY KEY ("communityId", "channelId", "receiverId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Vouch" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "voucherId" INTEGER NOT NULL,
    "memberId" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "used" BOOLEAN NOT NULL,
    "paid" INTEGER NOT NULL DEFAULT 0,
    "madeAt" DATETIME NOT NULL,
    "endedAt" DATETIME,

    PRIMARY KEY ("communityId", "id")
);

-- CreateTable
CREATE TABLE "Told" (
    "communityId" INTEGER NOT NULL,
    "memberId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("communityId", "memberId", "kind")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Change" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "actorId" INTEGER NOT NULL,
    "what" TEXT NOT NULL,
    "subjectId" INTEGER,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "undoes" INTEGER,

    PRIMARY KEY ("communityId", "id")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "RefusedAsks" (
    "communityId" INTEGER NOT NULL,
    "week" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "newcomers" INTEGER NOT NULL,

    PRIMARY KEY ("communityId", "week")
) WITHOUT ROWID;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Channel" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "workspaceId" INTEGER NOT NULL,
    "external" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "present" BOOLEAN NOT NULL,
    "home" BOOLEAN NOT NULL,
    "muted" BOOLEAN NOT NULL,
    "mode" TEXT NOT NULL DEFAULT 'open',
    "parent" TEXT,
    "greetedAt" DATETIME,

    PRIMARY KEY ("communityId", "id")
);
INSERT INTO "new_Channel" ("communityId", "external", "greetedAt", "home", "id", "kind", "muted", "name", "present", "workspaceId") SELECT "communityId", "external", "greetedAt", "home", "id", "kind", "muted", "name", "present", "workspaceId" FROM "Channel";
DROP TABLE "Channel";
ALTER TABLE "new_Channel" RENAME TO "Channel";
CREATE UNIQUE INDEX "Channel_communityId_workspaceId_external_key" ON "Channel"("communityId", "workspaceId", "external");
CREATE TABLE "new_Favor" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "askerId" INTEGER NOT NULL,
    "targetId" INTEGER,
    "helperId" INTEGER,
    "size" TEXT NOT NULL,
    "cost" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "fromPot" BOOLEAN NOT NULL DEFAULT false,
    "approvedBy" INTEGER,
    "workspaceId" INTEGER NOT NULL,
    "channelId" INTEGER,
    "everywhere" BOOLEAN NOT NULL,
    "askedAt" DATETIME NOT NULL,
    "askedWeek" INTEGER NOT NULL,
    "dueAt" DATETIME,
    "acceptedAt" DATETIME,
    "doneAt" DATETIME,
    "notYet" BOOLEAN NOT NULL,
    "questionedAt" DATETIME,
    "endedAt" DATETIME,
    "nextAt" DATETIME,

    PRIMARY KEY ("communityId", "id")
);
INSERT INTO "new_Favor" ("acceptedAt", "askedAt", "askedWeek", "askerId", "channelId", "communityId", "cost", "doneAt", "dueAt", "endedAt", "everywhere", "helperId", "id", "nextAt", "notYet", "questionedAt", "size", "state", "targetId", "workspaceId") SELECT "acceptedAt", "askedAt", "askedWeek", "askerId", "channelId", "communityId", "cost", "doneAt", "dueAt", "endedAt", "everywhere", "helperId", "id", "nextAt", "notYet", "questionedAt", "size", "state", "targetId", "workspaceId" FROM "Favor";
DROP TABLE "Favor";
ALTER TABLE "new_Favor" RENAME TO "Favor";
CREATE INDEX "Favor_communityId_state_askerId_idx" ON "Favor"("communityId", "state", "askerId");
CREATE INDEX "Favor_communityId_state_helperId_idx" ON "Favor"("communityId", "state", "helperId");
CREATE INDEX "Favor_nextAt_idx" ON "Favor"("nextAt") WHERE "nextAt" IS NOT NULL;
CREATE TABLE "new_Member" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "platformTimezone" TEXT,
    "ownTimezone" TEXT,
    "locale" TEXT,
    "joinedAt" DATETIME NOT NULL,
    "quiet" TEXT NOT NULL,
    "unlisted" BOOLEAN NOT NULL,
    "greetedAt" DATETIME,
    "hintsOff" TEXT NOT NULL DEFAULT '',
    "awaySince" DATETIME,
    "awayUntil" DATETIME,
    "fadeCarry" INTEGER NOT NULL DEFAULT 0,
    "fadedWeek" INTEGER NOT NULL DEFAULT 0,
    "leftAt" DATETIME,
    "settledAt" DATETIME,
    "admin" BOOLEAN NOT NULL DEFAULT false,
    "excluded" BOOLEAN NOT NULL DEFAULT false,
    "frozenAt" DATETIME,

    PRIMARY KEY ("communityId", "id")
) WITHOUT ROWID;
INSERT INTO "new_Member" ("communityId", "greetedAt", "id", "joinedAt", "kind", "locale", "name", "ownTimezone", "platformTimezone", "quiet", "unlisted") SELECT "communityId", "greetedAt", "id", "joinedAt", "kind", "locale", "name", "ownTimezone", "platformTimezone", "quiet", "unlisted" FROM "Member";
DROP TABLE "Member";
ALTER TABLE "new_Member" RENAME TO "Member";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Vouch_communityId_memberId_idx" ON "Vouch"("communityId", "memberId");

-- CreateIndex
CREATE INDEX "Vouch_communityId_voucherId_idx" ON "Vouch"("communityId", "voucherId");

-- CreateIndex
CREATE INDEX "Entry_communityId_leadId_idx" ON "Entry"("communityId", "leadId") WHERE "leadId" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Post_communityId_workspaceId_message_idx" ON "Post"("communityId", "workspaceId", "message");

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

-- The figures by which indexes are chosen.
ANALYZE sqlite_schema;
DELETE FROM "sqlite_stat1";
INSERT INTO "sqlite_stat1" ("tbl", "idx", "stat") VALUES
  ('Account', 'Account', '1000000 1000000 1'),
  ('Change', 'Change', '1000000 1000000 1'),
  ('Channel', 'Channel_communityId_workspaceId_external_key', '1000000 1000000 1000 1'),
  ('Channel', 'sqlite_autoindex_Channel_1', '1000000 1000000 1'),
  ('Destination', 'Destination_nextAt_idx', '1000 10'),
  ('Destination', 'sqlite_autoindex_Destination_1', '1000000 1000000 1000 1'),
  ('Draft', 'Draft', '1000000 1000000 1'),
  ('Entry', 'Entry_communityId_leadId_idx', '1000 1000 10'),
  ('Entry', 'Entry_communityId_reverses_key', '1000 1000 1'),
  ('Entry', 'Entry_communityId_favorId_idx', '1000 1000 10'),
  ('Entry', 'Entry_communityId_actorId_id_idx', '1000000 1000000 3162 10'),
  ('Entry', 'sqlite_autoindex_Entry_1', '1000000 1000000 1'),
  ('Favor', 'Favor_nextAt_idx', '1000 10'),
  ('Favor', 'Favor_communityId_state_helperId_idx', '1000000 1000000 3162 10'),
  ('Favor', 'Favor_communityId_state_askerId_idx', '1000000 1000000 3162 10'),
  ('Favor', 'sqlite_autoindex_Favor_1', '1000000 1000000 1'),
  ('GivenDay', 'GivenDay', '1000000 1000000 10000 100 1'),
  ('Identity', 'Identity_communityId_memberId_idx', '1000000 1000000 10'),
  ('Identity', 'sqlite_autoindex_Identity_1', '1000000 1000000 1000 1'),
  ('JobRun', 'JobRun', '1000000 1000000 1000 1'),
  ('Member', 'Member', '1000000 1000000 1'),
  ('MemberTally', 'MemberTally', '1000000 1000000 10000 100 1'),
  ('Message', 'Message', '1000000 1000000 1000 1'),
  ('Notice', 'Notice_communityId_subject_idx', '1000000 1000000 10'),
  ('Notice', 'Notice_communityId_workspaceId_channelId_memberId_dueAt_id_idx', '1000 1000 398 158 63 25 10'),
  ('Notice', 'sqlite_autoindex_Notice_1', '1000000 1000000 1'),
  ('PairTally', 'PairTally', '1000000 1000000 31623 1000 32 1'),
  ('Pile', 'Pile', '1000000 1000000 1000 1'),
  ('PlaygroundItem', 'PlaygroundItem', '1000000 1000000 1000 1'),
  ('Post', 'Post_communityId_workspaceId_message_idx', '1000000 1000000 3162 10'),
  ('Post', 'Post', '1000000 1000000 1000 1'),
  ('Posting', 'Posting_communityId_entryId_idx', '1000000 1000000 10'),
  ('Posting', 'sqlite_autoindex_Posting_1', '1000000 1000000 1000 1'),
  ('Reaction', 'Reaction', '1000000 1000000 31623 1000 32 1'),
  ('Receipt', 'Receipt', '1000000 1000000 1000 1'),
  ('RefusedAsks', 'RefusedAsks', '1000000 1000000 1'),
  ('Told', 'Told', '1000000 1000000 1000 1'),
  ('Vouch', 'Vouch_communityId_voucherId_idx', '1000000 1000000 10'),
  ('Vouch', 'Vouch_communityId_memberId_idx', '1000000 1000000 10'),
  ('Vouch', 'sqlite_autoindex_Vouch_1', '1000000 1000000 1'),
  ('Words', 'Words', '1000000 1000000 1000 1'),
  ('Workspace', 'Workspace_platform_external_key', '1000000 1000000 1'),
  ('Workspace', 'Workspace_communityId_idx', '1000000 10');
