// A process of its own on one book, without a platform: it gives thanks, lets the clock tick and sends, as it is told line by
// line, and says how long that took: `node worker.mjs <url>`. Its clock stands where the last line put it.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import pg from "pg";
import { createSender } from "../../dist/chat/deliver.js";
import { createDirectory } from "../../dist/chat/directory.js";
import { createJobs } from "../../dist/jobs/clock.js";
import { ask } from "../../dist/ledger/favors.js";
import { createLedger } from "../../dist/ledger/ledger.js";
import { thanks } from "../../dist/ledger/thanks.js";
import { openStorage } from "../../dist/storage/open.js";

const [url] = process.argv.slice(2);
const say = (said) => process.stdout.write(`${JSON.stringify(said)}\n`);
const log = { debug() {}, info() {}, warn: (fields, words) => say({ complaint: words, ...fields }), child: () => log };
log.error = log.warn;

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(...given) {
	statements += 1;
	return query.apply(this, given);
};

const storage = await openStorage(url, { migrate: false });
const ledger = createLedger(storage);
let clock = new Date();
const now = () => clock;
const jobs = createJobs({ ledger, now, log });

/** What was sent in this round, by the key that each notice has. */
let sent = [];
const surface = {
	platform: "slack",
	async send(to, _card, { nonce }) {
		await new Promise(setImmediate);
		sent.push(nonce);
		return `${to.channel ?? to.user}:${nonce}`;
	},
	async edit() {},
};
const directory = createDirectory({ ledger, timezone: "UTC", now });

const person = (id) => ({ id, name: `Person ${id}`, kind: "person", timezone: "UTC" });
const whereIn = (community) => ({
	workspaceId: community,
	channelId: 2,
	everywhere: true,
	postable: true,
	present: true,
});

/** Gives one thanks, or asks one favor, in a community whose members have the ids from 2 on. */
async function happen(community, turn, members, isFavor, key) {
	const giver = person(2 + (turn % members));
	const origin = { communityId: community, now: clock, key, fingerprint: key };
	const where = whereIn(community);
	if (isFavor) {
		const input = { asker: giver, target: undefined, size: "small", text: "a hand", tags: [], dueAt: null, where };
		return ledger.submit(ask, origin, input);
	}
	const receivers = [person(2 + ((turn + 1 + (turn % (members - 1))) % members))];
	return ledger.submit(thanks, origin, { giver, receivers, amount: 1, reason: "the review", tags: [], where });
}

/** The first are chosen most: by Zipf's law with exponent 1. */
function zipf(count) {
	const sums = new Float64Array(count);
	for (let rank = 0, sum = 0; rank < count; rank++) sums[rank] = sum += 1 / (rank + 1);
	return (share) => {
		const wanted = share * sums[count - 1];
		let [low, high] = [0, count - 1];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (sums[middle] < wanted) low = middle + 1;
			else high = middle;
		}
		return low;
	};
}

/** Between 0 and 1, the same ones for the same seed. */
function createRandom(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

async function sideBySide(width, work) {
	await Promise.all(Array.from({ length: width }, work));
}

const acts = {
	/** So many thanks in each of some communities. */
	async settle({ from, to, each, members, width }) {
		let next = from * each;
		await sideBySide(width, async () => {
			for (let at = next++; at < to * each; at = next++) {
				const community = 1 + Math.floor(at / each);
				await happen(community, at % each, members, false, `settle ${at}`);
			}
		});
		return { done: (to - from) * each };
	},
	/** For some time, a few communities much and many a little; of ten things one is a favor. */
	async talk({ communities, members, width, ms, seed }) {
		const choose = zipf(communities);
		const random = createRandom(seed);
		const end = performance.now() + ms;
		const count = { done: 0, refused: 0 };
		const took = [];
		let number = 0;
		await sideBySide(width, async () => {
			while (performance.now() < end) {
				const turn = number++;
				const community = 1 + choose(random());
				const began = performance.now();
				const key = `talk ${seed} ${turn}`;
				const { refused } = await happen(community, Math.floor(random() * 1e6), members, turn % 10 === 9, key);
				took.push(performance.now() - began);
				count[refused ? "refused" : "done"] += 1;
			}
		});
		took.sort((a, b) => a - b);
		return { ...count, p99Ms: Math.round(took[Math.floor(took.length * 0.99)] ?? 0) };
	},
	async tick() {
		await jobs.tick();
		return {};
	},
	/** All that is due, or what can be sent in so long. */
	async send({ ms }) {
		sent = [];
		const sender = createSender({ ledger, directory, surfaces: [surface], now, movedCommunities: () => [], log });
		ledger.onCommit(sender.wake);
		const wait = ms && new Promise((resolve) => setTimeout(resolve, ms));
		await (wait ? Promise.race([sender.flush(), wait]) : sender.flush());
		await sender.stop(10_000);
		return { sent };
	},
};

say({ ready: true });
for await (const line of createInterface(process.stdin)) {
	const { act, at, ...given } = JSON.parse(line);
	clock = new Date(at);
	const delay = monitorEventLoopDelay({ resolution: 5 });
	delay.enable();
	const [before, began, used] = [statements, performance.now(), process.cpuUsage()];
	const result = await acts[act](given);
	const ms = performance.now() - began;
	const { user, system } = process.cpuUsage(used);
	delay.disable();
	const memoryMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
	const stallMs = Math.round(delay.max / 1e6);
	say({ result: { ...result, ms, statements: statements - before, cpuMs: (user + system) / 1e3, stallMs, memoryMb } });
}
await ledger.idle();
await storage.close();
