-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "admin" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "awaySince" TIMESTAMP(3),
ADD COLUMN     "awayUntil" TIMESTAMP(3),
ADD COLUMN     "excluded" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "fadeCarry" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "fadedWeek" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "frozenAt" TIMESTAMP(3),
ADD COLUMN     "hintsOff" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "leftAt" TIMESTAMP(3),
ADD COLUMN     "settledAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Channel" ADD COLUMN     "mode" TEXT NOT NULL DEFAULT 'open',
ADD COLUMN     "parent" TEXT;

-- AlterTable
ALTER TABLE "Entry" ADD COLUMN     "leadId" INTEGER;

-- AlterTable
ALTER TABLE "Favor" ADD COLUMN     "approvedBy" INTEGER,
ADD COLUMN     "fromPot" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Message" (
    "communityId" INTEGER NOT NULL,
    "channelId" INTEGER NOT NULL,
    "message" TEXT NOT NULL,
    "authorId" INTEGER NOT NULL,
    "lastOrder" BIGINT NOT NULL,
    "entryId" INTEGER,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("communityId","channelId","message")
);

-- CreateTable
CREATE TABLE "Pile" (
    "communityId" INTEGER NOT NULL,
    "channelId" INTEGER NOT NULL,
    "receiverId" INTEGER NOT NULL,
    "leadId" INTEGER NOT NULL,
    "lastAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Pile_pkey" PRIMARY KEY ("communityId","channelId","receiverId")
);

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
    "madeAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Vouch_pkey" PRIMARY KEY ("communityId","id")
);

-- CreateTable
CREATE TABLE "Told" (
    "communityId" INTEGER NOT NULL,
    "memberId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Told_pkey" PRIMARY KEY ("communityId","memberId","kind")
);

-- CreateTable
CREATE TABLE "Change" (
    "communityId" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actorId" INTEGER NOT NULL,
    "what" TEXT NOT NULL,
    "subjectId" INTEGER,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "undoes" INTEGER,

    CONSTRAINT "Change_pkey" PRIMARY KEY ("communityId","id")
);

-- CreateTable
CREATE TABLE "RefusedAsks" (
    "communityId" INTEGER NOT NULL,
    "week" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "newcomers" INTEGER NOT NULL,

    CONSTRAINT "RefusedAsks_pkey" PRIMARY KEY ("communityId","week")
);

-- CreateIndex
CREATE INDEX "Vouch_communityId_memberId_idx" ON "Vouch"("communityId", "memberId");

-- CreateIndex
CREATE INDEX "Vouch_communityId_voucherId_idx" ON "Vouch"("communityId", "voucherId");

-- CreateIndex
CREATE INDEX "Entry_communityId_leadId_idx" ON "Entry"("communityId", "leadId") WHERE ("leadId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "Post_communityId_workspaceId_message_idx" ON "Post"("communityId", "workspaceId", "message");

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
