-- CreateTable
CREATE TABLE "Community" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "clockOffsetMs" BIGINT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Community_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "platform" TEXT NOT NULL,
    "external" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "leftAt" TIMESTAMP(3),

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "balance" INTEGER NOT NULL,
    "postings" INTEGER NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("communityId","id")
);

-- CreateTable
CREATE TABLE "Member" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "platformTimezone" TEXT,
    "ownTimezone" TEXT,
    "locale" TEXT,
    "joinedAt" TIMESTAMP(3) NOT NULL,
    "quiet" TEXT NOT NULL,
    "unlisted" BOOLEAN NOT NULL,
    "greetedAt" TIMESTAMP(3),

    CONSTRAINT "Member_pkey" PRIMARY KEY ("communityId","id")
);

-- CreateTable
CREATE TABLE "Identity" (
    "communityId" INTEGER NOT NULL,
    "workspaceId" INTEGER NOT NULL,
    "user" TEXT NOT NULL,
    "memberId" INTEGER NOT NULL,

    CONSTRAINT "Identity_pkey" PRIMARY KEY ("communityId","workspaceId","user")
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
    "greetedAt" TIMESTAMP(3),

    CONSTRAINT "Channel_pkey" PRIMARY KEY ("communityId","id")
);

-- CreateTable
CREATE TABLE "Entry" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actorId" INTEGER,
    "channelId" INTEGER,
    "everywhere" BOOLEAN NOT NULL,
    "day" INTEGER NOT NULL,
    "week" INTEGER NOT NULL,
    "favorId" INTEGER,
    "reverses" INTEGER,

    CONSTRAINT "Entry_pkey" PRIMARY KEY ("communityId","id")
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

    CONSTRAINT "Posting_pkey" PRIMARY KEY ("communityId","accountId","seq")
);

-- CreateTable
CREATE TABLE "Words" (
    "communityId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "ownerId" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "tags" TEXT NOT NULL,

    CONSTRAINT "Words_pkey" PRIMARY KEY ("communityId","kind","ownerId")
);

-- CreateTable
CREATE TABLE "Receipt" (
    "communityId" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "key" BYTEA NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("communityId","period","key")
);

-- CreateTable
CREATE TABLE "GivenDay" (
    "communityId" INTEGER NOT NULL,
    "giverId" INTEGER NOT NULL,
    "day" INTEGER NOT NULL,
    "receiverId" INTEGER NOT NULL,
    "credits" INTEGER NOT NULL,

    CONSTRAINT "GivenDay_pkey" PRIMARY KEY ("communityId","giverId","day","receiverId")
);

-- CreateTable
CREATE TABLE "PairTally" (
    "communityId" INTEGER NOT NULL,
    "channelId" INTEGER NOT NULL,
    "week" INTEGER NOT NULL,
    "giverId" INTEGER NOT NULL,
    "receiverId" INTEGER NOT NULL,
    "credits" INTEGER NOT NULL,

    CONSTRAINT "PairTally_pkey" PRIMARY KEY ("communityId","channelId","week","giverId","receiverId")
);

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

    CONSTRAINT "MemberTally_pkey" PRIMARY KEY ("communityId","channelId","week","memberId")
);

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
    "askedAt" TIMESTAMP(3) NOT NULL,
    "askedWeek" INTEGER NOT NULL,
    "dueAt" TIMESTAMP(3),
    "acceptedAt" TIMESTAMP(3),
    "doneAt" TIMESTAMP(3),
    "notYet" BOOLEAN NOT NULL,
    "questionedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),
    "nextAt" TIMESTAMP(3),

    CONSTRAINT "Favor_pkey" PRIMARY KEY ("communityId","id")
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

    CONSTRAINT "Reaction_pkey" PRIMARY KEY ("communityId","channelId","message","reactorId","emoji")
);

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
    "createdAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "error" TEXT,
    "sentAt" TIMESTAMP(3),

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("communityId","id")
);

-- CreateTable
CREATE TABLE "Destination" (
    "communityId" INTEGER NOT NULL,
    "workspaceId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "nextAt" TIMESTAMP(3),
    "heldUntil" TIMESTAMP(3),

    CONSTRAINT "Destination_pkey" PRIMARY KEY ("communityId","workspaceId","name")
);

-- CreateTable
CREATE TABLE "Post" (
    "communityId" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "workspaceId" INTEGER NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("communityId","subject","destination")
);

-- CreateTable
CREATE TABLE "Draft" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "memberId" INTEGER NOT NULL,
    "data" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("communityId","id")
);

-- CreateTable
CREATE TABLE "JobRun" (
    "communityId" INTEGER NOT NULL,
    "job" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "ranAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "JobRun_pkey" PRIMARY KEY ("communityId","job","period")
);

-- CreateTable
CREATE TABLE "PlaygroundItem" (
    "communityId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "data" TEXT NOT NULL,

    CONSTRAINT "PlaygroundItem_pkey" PRIMARY KEY ("communityId","kind","id")
);

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
CREATE INDEX "Entry_communityId_favorId_idx" ON "Entry"("communityId", "favorId") WHERE ("favorId" IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "Entry_communityId_reverses_key" ON "Entry"("communityId", "reverses") WHERE ("reverses" IS NOT NULL);

-- CreateIndex
CREATE INDEX "Posting_communityId_entryId_idx" ON "Posting"("communityId", "entryId");

-- CreateIndex
CREATE INDEX "Favor_communityId_state_askerId_idx" ON "Favor"("communityId", "state", "askerId");

-- CreateIndex
CREATE INDEX "Favor_communityId_state_helperId_idx" ON "Favor"("communityId", "state", "helperId");

-- CreateIndex
CREATE INDEX "Favor_nextAt_idx" ON "Favor"("nextAt") WHERE ("nextAt" IS NOT NULL);

-- CreateIndex
CREATE INDEX "Notice_communityId_workspaceId_channelId_memberId_dueAt_id_idx" ON "Notice"("communityId", "workspaceId", "channelId", "memberId", "dueAt", "id") WHERE ("state" = 'owed');

-- CreateIndex
CREATE INDEX "Notice_communityId_subject_idx" ON "Notice"("communityId", "subject");

-- CreateIndex
CREATE INDEX "Destination_nextAt_idx" ON "Destination"("nextAt") WHERE ("nextAt" IS NOT NULL);

-- AddForeignKey
ALTER TABLE "Posting" ADD CONSTRAINT "Posting_communityId_entryId_fkey" FOREIGN KEY ("communityId", "entryId") REFERENCES "Entry"("communityId", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

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
