// A process of its own that has the ledger do what it is told, line by line, and says what is acknowledged:
// `node teller.mjs <url>`. With a time it also sends what is owed then, as the bot does, and says what it sent.
import { createInterface } from "node:readline";
import { createSender } from "../../dist/chat/deliver.js";
import { createDirectory } from "../../dist/chat/directory.js";
import { revert } from "../../dist/ledger/corrections.js";
import { ask, takeStep } from "../../dist/ledger/favors.js";
import { settleLeaver } from "../../dist/ledger/leavers.js";
import { createLedger } from "../../dist/ledger/ledger.js";
import { meet } from "../../dist/ledger/people.js";
import { donate } from "../../dist/ledger/pot.js";
import { react } from "../../dist/ledger/reactions.js";
import { remind } from "../../dist/ledger/reminders.js";
import { thanks, undo } from "../../dist/ledger/thanks.js";
import { undoChange } from "../../dist/ledger/undo-change.js";
import { vouch } from "../../dist/ledger/vouches.js";
import { openStorage } from "../../dist/storage/open.js";

const [url, sendingAt] = process.argv.slice(2);
const people = { thanks, react, undo, ask, takeStep, vouch, donate };
const verbs = { ...people, revert, undoChange, meet, settleLeaver, remind };
// A pipe is written to at once: what was said is said, even if the process is killed in the next moment.
const say = (said) => process.stdout.write(`${JSON.stringify(said)}\n`);

const storage = await openStorage(url, { migrate: false, asTheBot: sendingAt !== undefined });
const ledger = createLedger(storage);

/** A platform that takes a moment, and says what reached it. */
const surface = {
	platform: "slack",
	async send(to, _card, { nonce }) {
		await new Promise((resolve) => setTimeout(resolve, 1));
		say({ sent: nonce, to });
		return `posted ${nonce}`;
	},
	async edit(to, message) {
		say({ edited: message, to });
	},
};
const now = () => new Date(sendingAt);
const log = { debug() {}, info() {}, warn: say, error: say, child: () => log };
const directory = createDirectory({ ledger, timezone: "UTC", now });
const sender = createSender({ ledger, directory, surfaces: [surface], now, movedCommunities: () => [], log });
if (sendingAt) {
	await ledger.recover(now());
	ledger.onCommit(sender.wake);
	sender.wake();
}

say({ ready: true });
for await (const line of createInterface(process.stdin)) {
	const { id, verb, origin, input } = JSON.parse(line);
	ledger.submit(verbs[verb], { ...origin, now: new Date(origin.now) }, input).then(
		(answer) => say({ id, answer }),
		(error) => say({ id, failed: String(error) }),
	);
}
await ledger.idle();
await sender.stop(1_000);
await storage.close();
