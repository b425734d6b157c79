-- CreateTable
CREATE TABLE "Community" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "clockOffsetMs" BIGINT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "platform" TEXT NOT NULL,
    "external" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "leftAt" DATETIME
);

-- CreateTable
CREATE TABLE "Account" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "balance" INTEGER NOT NULL,
    "postings" INTEGER NOT NULL,

    PRIMARY KEY ("communityId", "id")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Member" (
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

    PRIMARY KEY ("communityId", "id")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Identity" (
    "communityId" INTEGER NOT NULL,
    "workspaceId" INTEGER NOT NULL,
    "user" TEXT NOT NULL,
    "memberId" INTEGER NOT NULL,

    PRIMARY KEY ("communityId", "workspaceId", "user")
);

-- CreateTable
CREATE TABLE "Channel" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "workspaceId" INTEGER NOT NULL,
    "external" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "present" BOOLEAN NOT NULL,
    "home" BOOLEAN NOT NULL,
    "muted" BOOLEAN NOT NULL,
    "greetedAt" DATETIME,

    PRIMARY KEY ("communityId", "id")
);

-- CreateTable
CREATE TABLE "Entry" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "actorId" INTEGER,
    "channelId" INTEGER,
    "everywhere" BOOLEAN NOT NULL,
    "day" INTEGER NOT NULL,
    "week" INTEGER NOT NULL,
    "favorId" INTEGER,
    "reverses" INTEGER,

    PRIMARY KEY ("communityId", "id")
);

-- CreateTable
CREATE TABLE "Posting" (
    "communityId" INTEGER NOT NULL,
    "accountId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "entryId" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "balanceAfter" INTEGER NOT NULL,
    "floor" INTEGER,

    PRIMARY KEY ("communityId", "accountId", "seq"),
    CONSTRAINT "Posting_communityId_entryId_fkey" FOREIGN KEY ("communityId", "entryId") REFERENCES "Entry" ("communityId", "id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "Words" (
    "communityId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "ownerId" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "tags" TEXT NOT NULL,

    PRIMARY KEY ("communityId", "kind", "ownerId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Receipt" (
    "communityId" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "key" BLOB NOT NULL,
    "fingerprint" BLOB NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("communityId", "period", "key")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "GivenDay" (
    "communityId" INTEGER NOT NULL,
    "giverId" INTEGER NOT NULL,
    "day" INTEGER NOT NULL,
    "receiverId" INTEGER NOT NULL,
    "credits" INTEGER NOT NULL,

    PRIMARY KEY ("communityId", "giverId", "day", "receiverId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "PairTally" (
    "communityId" INTEGER NOT NULL,
    "channelId" INTEGER NOT NULL,
    "week" INTEGER NOT NULL,
    "giverId" INTEGER NOT NULL,
    "receiverId" INTEGER NOT NULL,
    "credits" INTEGER NOT NULL,

    PRIMARY KEY ("communityId", "channelId", "week", "giverId", "receiverId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "MemberTally" (
    "communityId" INTEGER NOT NULL,
    "channelId" INTEGER NOT NULL,
    "week" INTEGER NOT NULL,
    "memberId" INTEGER NOT NULL,
    "thanked" INTEGER NOT NULL,
    "given" INTEGER NOT NULL,
    "thankedBy" INTEGER NOT NULL,
    "received" INTEGER NOT NULL,
    "kept" INTEGER NOT NULL,
    "asked" INTEGER NOT NULL,

    PRIMARY KEY ("communityId", "channelId", "week", "memberId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Favor" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "askerId" INTEGER NOT NULL,
    "targetId" INTEGER,
    "helperId" INTEGER,
    "size" TEXT NOT NULL,
    "cost" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
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

-- CreateTable
CREATE TABLE "Reaction" (
    "communityId" INTEGER NOT NULL,
    "channelId" INTEGER NOT NULL,
    "message" TEXT NOT NULL,
    "reactorId" INTEGER NOT NULL,
    "emoji" TEXT NOT NULL,
    "lastOrder" BIGINT NOT NULL,
    "receiverId" INTEGER,
    "entryId" INTEGER,

    PRIMARY KEY ("communityId", "channelId", "message", "reactorId", "emoji")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Notice" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "workspaceId" INTEGER NOT NULL,
    "channelId" INTEGER,
    "memberId" INTEGER,
    "subject" TEXT,
    "route" TEXT,
    "createdAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "error" TEXT,
    "sentAt" DATETIME,

    PRIMARY KEY ("communityId", "id")
);

-- CreateTable
CREATE TABLE "Destination" (
    "communityId" INTEGER NOT NULL,
    "workspaceId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "nextAt" DATETIME,
    "heldUntil" DATETIME,

    PRIMARY KEY ("communityId", "workspaceId", "name")
);

-- CreateTable
CREATE TABLE "Post" (
    "communityId" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "workspaceId" INTEGER NOT NULL,
    "message" TEXT NOT NULL,

    PRIMARY KEY ("communityId", "subject", "destination")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Draft" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "memberId" INTEGER NOT NULL,
    "data" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("communityId", "id")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "JobRun" (
    "communityId" INTEGER NOT NULL,
    "job" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "ranAt" DATETIME NOT NULL,

    PRIMARY KEY ("communityId", "job", "period")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "PlaygroundItem" (
    "communityId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "data" TEXT NOT NULL,

    PRIMARY KEY ("communityId", "kind", "id")
) WITHOUT ROWID;

-- CreateIndex
CREATE INDEX "Workspace_communityId_idx" ON "Workspace"("communityId");

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_platform_external_key" ON "Workspace"("platform", "external");

-- CreateIndex
CREATE INDEX "Identity_communityId_memberId_idx" ON "Identity"("communityId", "memberId");

-- CreateIndex
CREATE UNIQUE INDEX "Channel_communityId_workspaceId_external_key" ON "Channel"("communityId", "workspaceId", "external");

-- CreateIndex
CREATE INDEX "Entry_communityId_actorId_id_idx" ON "Entry"("communityId", "actorId", "id");

-- CreateIndex
CREATE INDEX "Entry_communityId_favorId_idx" ON "Entry"("communityId", "favorId") WHERE "favorId" IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Entry_communityId_reverses_key" ON "Entry"("communityId", "reverses") WHERE "reverses" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Posting_communityId_entryId_idx" ON "Posting"("communityId", "entryId");

-- CreateIndex
CREATE INDEX "Favor_communityId_state_askerId_idx" ON "Favor"("communityId", "state", "askerId");

-- CreateIndex
CREATE INDEX "Favor_communityId_state_helperId_idx" ON "Favor"("communityId", "state", "helperId");

-- CreateIndex
CREATE INDEX "Favor_nextAt_idx" ON "Favor"("nextAt") WHERE "nextAt" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Notice_communityId_workspaceId_channelId_memberId_dueAt_id_idx" ON "Notice"("communityId", "workspaceId", "channelId", "memberId", "dueAt", "id") WHERE "state" = 'owed';

-- CreateIndex
CREATE INDEX "Notice_communityId_subject_idx" ON "Notice"("communityId", "subject");

-- CreateIndex
CREATE INDEX "Destination_nextAt_idx" ON "Destination"("nextAt") WHERE "nextAt" IS NOT NULL;

-- The book is append-only: the database itself refuses to change or delete what was recorded.
DROP TRIGGER IF EXISTS "Entry_no_update";
DROP TRIGGER IF EXISTS "Entry_no_delete";
DROP TRIGGER IF EXISTS "Posting_no_update";
DROP TRIGGER IF EXISTS "Posting_no_delete";
CREATE TRIGGER "Entry_no_update" BEFORE UPDATE ON "Entry" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER "Entry_no_delete" BEFORE DELETE ON "Entry" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER "Posting_no_update" BEFORE UPDATE ON "Posting" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER "Posting_no_delete" BEFORE DELETE ON "Posting" BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;

-- The figures by which indexes are chosen.
ANALYZE sqlite_schema;
DELETE FROM "sqlite_stat1";
INSERT INTO "sqlite_stat1" ("tbl", "idx", "stat") VALUES
  ('Account', 'Account', '1000000 1000000 1'),
  ('Channel', 'Channel_communityId_workspaceId_external_key', '1000000 1000000 1000 1'),
  ('Channel', 'sqlite_autoindex_Channel_1', '1000000 1000000 1'),
  ('Destination', 'Destination_nextAt_idx', '1000 10'),
  ('Destination', 'sqlite_autoindex_Destination_1', '1000000 1000000 1000 1'),
  ('Draft', 'Draft', '1000000 1000000 1'),
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
  ('Notice', 'Notice_communityId_subject_idx', '1000000 1000000 10'),
  ('Notice', 'Notice_communityId_workspaceId_channelId_memberId_dueAt_id_idx', '1000 1000 398 158 63 25 10'),
  ('Notice', 'sqlite_autoindex_Notice_1', '1000000 1000000 1'),
  ('PairTally', 'PairTally', '1000000 1000000 31623 1000 32 1'),
  ('PlaygroundItem', 'PlaygroundItem', '1000000 1000000 1000 1'),
  ('Post', 'Post', '1000000 1000000 1000 1'),
  ('Posting', 'Posting_communityId_entryId_idx', '1000000 1000000 10'),
  ('Posting', 'sqlite_autoindex_Posting_1', '1000000 1000000 1000 1'),
  ('Reaction', 'Reaction', '1000000 1000000 31623 1000 32 1'),
  ('Receipt', 'Receipt', '1000000 1000000 1000 1'),
  ('Words', 'Words', '1000000 1000000 1000 1'),
  ('Workspace', 'Workspace_platform_external_key', '1000000 1000000 1'),
  ('Workspace', 'Workspace_communityId_idx', '1000000 10');
