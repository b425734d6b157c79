// Where messages go in a channel, in the book: what is stored for whom, what is refused, and who changed what.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openChannels } from "../../src/ledger/boards.ts";
import { explainLeftAlone, type ModeInput, setMode } from "../../src/ledger/channels.ts";
import { greet, meetPlace, toggleMuted } from "../../src/ledger/people.ts";
import { undoChange } from "../../src/ledger/undo-change.ts";
import type { ChannelMode } from "../../src/rules/channels.ts";
import { day, done, openRig, type Rig, refused } from "./rig.ts";

let rig: Rig;
beforeEach(async () => {
	rig = await openRig();
	await rig.fund("Ana", 20);
});
afterEach(async () => {
	await rig.mustHold();
	await rig.storage.close();
});

const set = (by: string, mode: ChannelMode, more: Partial<ModeInput> = {}) =>
	rig.submit(setMode, { channelId: rig.general.channelId, mode, actorId: rig.idOf(by), admin: false, ...more });
const kinds = async () =>
	(await rig.notices({ state: "owed" })).map(
		({ kind, channelId }) => `${kind}${channelId === null ? " in private" : ""}`,
	);

describe("a quiet channel", () => {
	beforeEach(async () => void done(await set("Ana", "quiet")));

	test("thanks count as ever, and their receivers hear of them in private", async () => {
		expect(done(await rig.thank("Ana", ["Bo", "Cy"]))).toMatchObject({ public: false, quiet: true });
		expect(await kinds()).toEqual(["thanks-privately in private", "thanks-privately in private"]);
		expect(await rig.balance("Bo")).toBe(1);
	});

	test("a favor for anyone is refused, one of a person is not", async () => {
		expect(refused(await rig.ask("Ana"))).toEqual({ reason: "channel-quiet" });
		done(await rig.ask("Ana", { of: "Bo" }));
		expect(await kinds()).toEqual(["favor in private"]);
	});

	test("reactions count", async () => {
		expect(done(await rig.react("Ana", "Bo"))).toEqual({ result: "given" });
	});

	test("nobody is greeted there", async () => {
		done(await rig.submit(greet, { channelId: rig.general.channelId }));
		expect(await kinds()).toEqual([]);
	});
});

describe("a channel that is left alone", () => {
	test("counts nothing: neither thanks nor reactions nor favors", async () => {
		done(await set("Ana", "off"));
		expect(refused(await rig.thank("Ana", "Bo"))).toEqual({ reason: "channel-off" });
		expect(refused(await rig.react("Ana", "Bo"))).toEqual({ reason: "channel-off" });
		expect(refused(await rig.ask("Ana"))).toEqual({ reason: "channel-off" });
		expect(refused(await rig.ask("Ana", { of: "Bo" }))).toEqual({ reason: "channel-off" });
		expect(await rig.balances()).toMatchObject({ Ana: 20, Bo: 0 });
		expect(await kinds()).toEqual([]);
		done(await rig.thank("Ana", "Bo", { where: rig.direct }));
	});

	test("what was given before can be taken back, and a favor goes on", async () => {
		done(await rig.react("Ana", "Bo", { message: "M1" }));
		done(await rig.thank("Ana", "Cy"));
		const { favorId } = done(await rig.ask("Ana"));
		done(await set("Bo", "off"));
		expect(done(await rig.react("Ana", "Bo", { message: "M1", added: false }))).toEqual({ result: "taken-back" });
		done(await rig.undo("Ana"));
		done(await rig.step("Dee", favorId, "accept"));
		done(await rig.step("Ana", favorId, "confirm"));
		expect(await rig.balances()).toMatchObject({ Ana: 16, Bo: 0, Cy: 0, Dee: 5 });
	});

	test("who reacts there is told so once a week", async () => {
		const { channelId } = rig.general;
		const explain = () =>
			rig.submit(explainLeftAlone, { memberId: rig.idOf("Ana"), workspaceId: rig.workspaceId, channelId });
		done(await explain());
		done(await explain());
		rig.pass(6 * day);
		done(await explain());
		expect(await kinds()).toEqual(["left-alone in private"]);
		rig.pass(day + 1);
		done(await explain());
		expect(await kinds()).toHaveLength(2);
	});
});

describe("a channel with a thread", () => {
	beforeEach(async () => void done(await set("Ana", "thread")));

	test("is told what an open one is", async () => {
		expect(done(await rig.thank("Ana", "Bo"))).toMatchObject({ public: true });
		done(await rig.ask("Ana"));
		expect((await kinds()).filter((kind) => !kind.includes("private"))).toEqual(["thanks", "favor-card"]);
	});

	test("where the bot is not there to keep one, thanks stay private", async () => {
		const where = { ...rig.general, present: false, route: "https://hooks.example/1" };
		expect(done(await rig.thank("Ana", "Bo", { where }))).toMatchObject({ public: false });
	});
});

describe("a thread of a channel", () => {
	const thread = (parent = "C-general") =>
		rig.submit(meetPlace, {
			...{ workspaceId: rig.workspaceId, external: `T-${parent}`, name: "a thread", kind: "public" },
			...{ present: true, home: true, parent },
		});
	const at = (channelId: number) => ({ ...rig.general, channelId });

	test("goes as its channel goes, from the first moment and after every change", async () => {
		const { channelId } = done(await thread());
		const where = at(channelId);
		expect(done(await rig.thank("Ana", "Bo", { where }))).toMatchObject({ public: true });
		done(await set("Ana", "quiet"));
		expect(done(await rig.thank("Bo", "Cy", { where }))).toMatchObject({ public: false, quiet: true });
		expect(refused(await rig.ask("Ana", { where }))).toEqual({ reason: "channel-quiet" });
		done(await set("Ana", "off"));
		expect(refused(await rig.thank("Cy", "Bo", { where }))).toEqual({ reason: "channel-off" });
		expect(refused(await rig.react("Cy", "Bo", { where }))).toEqual({ reason: "channel-off" });
		expect(await rig.ledger.readings.channel(rig.communityId, channelId)).toMatchObject({ mode: "off", follows: true });
		expect((await rig.ledger.readings.channels(rig.communityId)).map(({ name, mode }) => `${name} ${mode}`)).toEqual([
			"a thread off",
			"general off",
			"secret open",
		]);
	});

	test("has no thread of its own: where its channel keeps one, lines stand in it", async () => {
		const { channelId } = done(await thread());
		done(await set("Ana", "thread"));
		expect(await rig.ledger.readings.channel(rig.communityId, channelId)).toMatchObject({ mode: "open" });
	});

	test("may go otherwise, once somebody says so: louder by admins alone; an undo lets it follow again", async () => {
		const { channelId } = done(await thread());
		done(await set("Ana", "off"));
		const setThread = (by: string, mode: ChannelMode, admin = false) => set(by, mode, { channelId, admin });
		expect(refused(await setThread("Bo", "open"))).toEqual({ reason: "louder-by-admins", mode: "off" });
		expect(done(await setThread("Bo", "open", true))).toEqual({ mode: "open", before: "off" });
		done(await rig.thank("Ana", "Bo", { where: at(channelId) }));
		const { id } = await rig.storage.db.change.findFirstOrThrow({ where: { subjectId: channelId } });
		done(await rig.submit(undoChange, { by: { ...rig.person("Bo"), admin: true }, changeId: id }));
		expect(refused(await rig.thank("Ana", "Bo", { where: at(channelId) }))).toEqual({ reason: "channel-off" });
	});

	test("whoever asked for less there takes it back, and it is as in its channel", async () => {
		const { channelId } = done(await thread());
		expect(done(await set("Ana", "off", { channelId }))).toEqual({ mode: "off", before: "open" });
		expect(done(await set("Ana", "open", { channelId }))).toEqual({ mode: "open", before: "off" });
	});

	test("met before its channel is known, it is open until that is known to be otherwise", async () => {
		const { channelId } = done(await thread("C-forum"));
		done(await rig.thank("Ana", "Bo", { where: at(channelId) }));
		const forum = await rig.place("forum", "public");
		done(await set("Ana", "off", { channelId: forum.channelId }));
		expect(refused(await rig.thank("Ana", "Bo", { where: at(channelId) }))).toEqual({ reason: "channel-off" });
	});

	test("gets weekly posts as its channel does", async () => {
		const { channelId } = done(await thread());
		const open = async () =>
			(await rig.ledger.read((query) => openChannels(query, rig.communityId))).map(({ id }) => id === channelId);
		expect((await open()).includes(true)).toBe(true);
		done(await set("Ana", "quiet"));
		expect((await open()).includes(true)).toBe(false);
		done(await set("Ana", "open"));
		done(await rig.submit(toggleMuted, { channelId: rig.general.channelId }));
		expect((await open()).includes(true)).toBe(false);
	});
});

describe("a change of it", () => {
	test("is kept with who and what, once for each", async () => {
		expect(done(await set("Ana", "quiet"))).toEqual({ mode: "quiet", before: "open" });
		expect(done(await set("Bo", "quiet"))).toEqual({ mode: "quiet", before: "quiet" });
		done(await set("Bo", "off"));
		const changes = await rig.storage.db.change.findMany({ where: { what: "channel mode" }, orderBy: { id: "asc" } });
		expect(
			changes.map(({ actorId, what, subjectId, before, after }) => [actorId, what, subjectId, before, after]),
		).toEqual([
			[rig.idOf("Ana"), "channel mode", rig.general.channelId, "open", "quiet"],
			[rig.idOf("Bo"), "channel mode", rig.general.channelId, "quiet", "off"],
		]);
	});

	test("to more is for admins, and for whoever asked for less last", async () => {
		done(await set("Ana", "off"));
		expect(refused(await set("Bo", "open"))).toEqual({ reason: "louder-by-admins", mode: "off" });
		done(await set("Ana", "quiet"));
		expect(refused(await set("Ana", "open"))).toEqual({ reason: "louder-by-admins", mode: "quiet" });
		done(await set("Bo", "open", { admin: true }));
		expect((await rig.storage.db.channel.findFirstOrThrow({ where: { id: rig.general.channelId } })).mode).toBe("open");
	});
});
