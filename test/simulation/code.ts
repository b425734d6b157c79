// What the simulation needs of the bot, as one bundle: the code here, or a copy of it with a planted bug.
// Dates in plain words are loaded before a story begins: while it is played, nothing waits for the real disk.
import "chrono-node";
import { plainText } from "../../src/chat/card.ts";
import { createSender } from "../../src/chat/deliver.ts";
import { createDirectory } from "../../src/chat/directory.ts";
import { createHandle } from "../../src/chat/handle.ts";
import { TryLater, Undeliverable } from "../../src/chat/surface.ts";
import { createJobs } from "../../src/jobs/clock.ts";
import { createLedger } from "../../src/ledger/ledger.ts";
import { verify } from "../../src/ledger/verify.ts";
import { readWallet } from "../../src/ledger/wallet.ts";
import { readPolicy, valueAt } from "../../src/rules/policy.ts";
import { openStorage } from "../../src/storage/open.ts";
import { OutOfReach } from "../../src/storage/out-of-reach.ts";

export const ownCode = {
	plainText,
	createSender,
	createDirectory,
	createHandle,
	TryLater,
	Undeliverable,
	createJobs,
	createLedger,
	verify,
	readWallet,
	readPolicy,
	valueAt,
	openStorage,
	OutOfReach,
};

export type Code = typeof ownCode;
