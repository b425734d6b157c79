// How a person on Discord gets an answer: privately, in time, once, and in the place of the card that they pressed.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Handle, Reply } from "../../../src/chat/request.ts";
import { card, createRig, favorForm, nothing, type Rig, says } from "./rig.ts";
import type { Channel, Guild, Message, User } from "./strict-discord.ts";

let rig: Rig;
let handle: Handle;
let acme: Guild;
let ana: User;
let bo: User;
let general: Channel;

beforeEach(async () => {
	handle = async () => nothing;
	rig = await createRig((request) => handle(request));
	const { discord } = rig;
	[ana, bo] = [discord.person("Ana"), discord.person("Bo")];
	acme = discord.server("Acme", { people: [ana, bo] });
	general = discord.channel(acme, "general");
	await rig.adapter.start();
});

afterEach(() => rig.stop());

const fine = (): void => {
	expect(rig.discord.violations).toEqual([]);
	expect(rig.complaints).toEqual([]);
};
const slowly =
	(ms: number, reply: Reply): Handle =>
	async () => {
		await new Promise((resolve) => setTimeout(resolve, ms));
		return reply;
	};
/** A card that a notice brought. */
async function posted(to: { channel: string } | { user: string }, ...labels: string[]): Promise<Message> {
	const buttons = labels.map((label) => ({ label, action: `do:${label}` }));
	const nonce = `n${Math.random()}`;
	const reference = await rig.adapter.surface.send({ workspace: acme.id, ...to }, card("A card", ...buttons), {
		nonce,
		route: undefined,
	});
	const found = "channel" in to ? rig.discord.messagesIn(general) : rig.discord.directMessages(bo);
	return found.find(({ id }) => reference?.includes(id)) as Message;
}

describe("in time", () => {
	test("a command's answer is for its actor alone, and is the acknowledgement itself", async () => {
		handle = async () => says(["Sent. ", { strong: "4 of 5" }, " thanks left today."]);
		const outcome = await rig.discord.slash(ana, general, "thanks", { to: bo, for: "the review" });
		expect(outcome).toMatchObject({ kind: "message", deferred: false });
		expect(outcome.message?.onlyFor).toBe(ana);
		expect(rig.discord.reads(outcome.message)).toBe("Sent. 4 of 5 thanks left today.");
		expect(rig.discord.messagesIn(general)).toEqual([]);
		fine();
	});

	test("a press is answered beside a card that others see, in the place of one that they do not", async () => {
		handle = async ({ intent }) =>
			intent.kind === "press" ? says("Cancelled.") : says("Asked.", { label: "Cancel", action: "favor:cancel:1" });
		const shared = await posted({ channel: general.id }, "I'll help");
		const beside = await rig.discord.press(bo, shared, "I'll help");
		expect([beside.kind, beside.message?.onlyFor]).toEqual(["message", bo]);
		expect(shared.edits).toBe(0);
		const own = await rig.discord.slash(ana, general, "wallet");
		const instead = await rig.discord.press(ana, own.message as Message, "Cancel");
		expect([instead.kind, instead.message]).toEqual(["update", own.message]);
		expect(rig.discord.reads(own.message)).toBe("Cancelled.");
		expect(rig.discord.buttons(own.message as Message)).toEqual([]);
		fine();
	});

	test("what is answered by nothing is acknowledged all the same", async () => {
		const shared = await posted({ channel: general.id }, "OK");
		expect(await rig.discord.press(bo, shared, "OK")).toMatchObject({ kind: "nothing" });
		expect(rig.discord.reads((await rig.discord.slash(ana, general, "wallet")).message)).toBe("Done.");
		fine();
	});

	test("200 at once are all answered, and all of them together take a moment", async () => {
		// Time on the clock is other programs' time, too: this Discord is patient, and what the processor spent is counted.
		const patient = await createRig(async () => says("Heard."), { timings: { callbackMs: 100_000, finalMs: 100_000 } });
		const { discord } = patient;
		const cy = discord.person("Cy");
		const lobby = discord.channel(discord.server("Patience", { people: [cy] }), "lobby");
		await patient.adapter.start();
		const before = process.cpuUsage();
		const outcomes = await Promise.all(Array.from({ length: 200 }, () => discord.slash(cy, lobby, "wallet")));
		const { user, system } = process.cpuUsage(before);
		await discord.until(() => outcomes.every(({ message }) => discord.reads(message) === "Heard."), "every answer");
		expect((user + system) / 1_000).toBeLessThan(2_000);
		expect([discord.violations, patient.complaints]).toEqual([[], []]);
		await patient.stop();
	});

	test("choices complete what is half typed", async () => {
		handle = async () => ({
			kind: "choices",
			choices: Array.from({ length: 30 }, (_, n) => ({ label: `${n} ${"long ".repeat(30)}`, value: String(n) })),
		});
		const { kind, choices } = await rig.discord.autocomplete(ana, general, "goodturn timezone", "zone", "Eur");
		expect([kind, choices.length, choices[3]?.value]).toEqual(["choices", 25, "3"]);
		expect(rig.heard("complete")[0]?.intent).toEqual({
			kind: "complete",
			name: "goodturn timezone",
			field: "zone",
			text: "Eur",
		});
		fine();
	});
});

describe("when it takes long", () => {
	const replies: Record<string, Reply> = {
		wallet: says("At last."),
		favor: { kind: "form", form: favorForm },
		favors: nothing,
		leaderboard: says("Asked.", { label: "Cancel", action: "x" }),
	};

	test("a waiting line comes first and becomes the answer, or goes; completion comes empty rather than late", async () => {
		const { discord } = rig;
		handle = async ({ intent }) => replies["name" in intent ? intent.name : ""] ?? nothing;
		const own = (await discord.slash(ana, general, "leaderboard")).message as Message;
		handle = async (request) => {
			await new Promise((resolve) => setTimeout(resolve, 2_300));
			const { intent } = request;
			if (intent.kind === "press") return says("Cancelled.");
			if (intent.kind === "complete") return { kind: "choices", choices: [{ label: "late", value: "late" }] };
			return replies["name" in intent ? intent.name : ""] ?? nothing;
		};
		const [answer, form, silence, instead, choices] = await Promise.all([
			discord.slash(ana, general, "wallet"),
			discord.slash(ana, general, "favor"),
			discord.slash(ana, general, "favors"),
			discord.press(ana, own, "Cancel"),
			discord.autocomplete(ana, general, "favor", "by", "fri"),
		]);
		expect(answer).toMatchObject({ kind: "message", deferred: true });
		expect([answer.message?.onlyFor, discord.reads(answer.message)]).toEqual([ana, "At last."]);
		expect(discord.reads(form.message)).toBe("The form could not open this time. Please try that once more.");
		expect(silence).toMatchObject({ kind: "nothing", deferred: true });
		expect(instead).toMatchObject({ kind: "update", deferred: true });
		expect(discord.reads(own)).toBe("Cancelled.");
		expect(choices).toMatchObject({ kind: "choices", choices: [] });
		fine();
	});
});

describe("forms", () => {
	test("a command opens one, and what was filled in comes back", async () => {
		handle = async ({ intent }) => (intent.kind === "submit" ? says("Asked.") : { kind: "form", form: favorForm });
		const { modal } = await rig.discord.slash(ana, general, "favor");
		expect(modal?.title).toBe("Ask a favor");
		expect(modal?.fields.map(({ id, required, value }) => [id, required, value])).toEqual([
			["what", true, undefined],
			["from", false, undefined],
			["size", false, "normal"],
			["by", false, undefined],
		]);
		const sent = await rig.discord.submit(ana, general, modal, { what: "look at my PR", from: bo, size: "big" });
		expect(rig.discord.reads(sent.message)).toBe("Asked.");
		const [request] = rig.heard("submit");
		expect(request?.intent).toEqual({
			kind: "submit",
			form: "favor",
			context: "from-a-test",
			fields: { what: "look at my PR", from: bo.id, size: "big", by: undefined },
		});
		expect(request?.people.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["Ana person", "Bo person"]);
		fine();
	});

	test("what needs mending is said with what they typed, since a form cannot stay open", async () => {
		handle = async ({ intent }) =>
			intent.kind === "submit"
				? { kind: "mend", errors: { by: "?" }, card: card("I do not understand that date.") }
				: { kind: "form", form: favorForm };
		const { modal } = await rig.discord.menu(ana, general, "Ask a favor", bo);
		const { message } = await rig.discord.submit(ana, general, modal, { what: "two\nlines", by: "blursday" });
		expect(rig.discord.reads(message)).toBe("I do not understand that date.\nWhat you wrote:\ntwo\nlines\nblursday");
		fine();
	});

	test("a form never answers a form", async () => {
		handle = async () => ({ kind: "form", form: favorForm });
		const { modal } = await rig.discord.slash(ana, general, "favor");
		const again = await rig.discord.submit(ana, general, modal, { what: "x" });
		expect(rig.discord.reads(again.message)).toMatch(/could not open/);
		fine();
	});
});

describe("in a direct message", () => {
	test("buttons and forms know their server", async () => {
		handle = async ({ intent }) => (intent.kind === "press" ? { kind: "form", form: favorForm } : says("Thank you."));
		const told = await posted({ user: bo.id }, "Not now");
		const { modal } = await rig.discord.press(bo, told, "Not now");
		const { message } = await rig.discord.submit(bo, told.channel, modal, { what: "on holiday", from: ana });
		expect(rig.discord.reads(message)).toBe("Thank you.");
		for (const request of [rig.heard("press")[0], rig.heard("submit")[0]]) {
			expect(request?.workspace).toEqual({ id: acme.id, name: "Acme" });
			expect(request?.place).toEqual({ id: told.channel.id, name: "", kind: "direct", present: true });
			expect(request?.people[0]).toMatchObject({ user: bo.id, name: "Bo", kind: "person" });
			expect(request?.route).toBeUndefined();
		}
		expect(rig.heard("submit")[0]?.people[1]).toMatchObject({ user: ana.id, name: "Ana", kind: "person" });
		fine();
	});

	test("a button of a server that the bot was removed from says so", async () => {
		const told = await posted({ user: bo.id }, "I'll help");
		rig.discord.removeBot(acme);
		await rig.discord.until(() => rig.heard("uninstalled")[0], "the removal");
		const { message } = await rig.discord.press(bo, told, "I'll help");
		expect(rig.discord.reads(message)).toMatch(/not on that server any more/);
		expect(rig.heard("press")).toEqual([]);
		fine();
	});

	test("somebody who left the server since is known to be gone", async () => {
		const told = await posted({ user: bo.id }, "I'll help");
		rig.discord.leave(acme, bo);
		await rig.discord.press(bo, told, "I'll help");
		expect(rig.heard("press")[0]?.people).toMatchObject([{ user: bo.id, kind: "gone" }]);
		fine();
	});
});

describe("while Discord does not say who is who", () => {
	const away = { path: /\/members\/\d+$/, times: 3, status: 503 };

	test("nobody is taken for somebody: they are asked to try again, and that works", async () => {
		const { discord } = rig;
		handle = async ({ intent }) => (intent.kind === "menu" ? { kind: "form", form: favorForm } : says("Thank you."));
		const told = await posted({ user: bo.id }, "I'll help");
		discord.trouble(away);
		const failed = await discord.press(bo, told, "I'll help");
		expect(discord.reads(failed.message)).toMatch(/not your fault. Please try again/);
		discord.trouble(away);
		const unopened = await discord.menu(ana, general, "Say thanks", discord.say(bo, general, "here is the fix"));
		expect(discord.reads(unopened.message)).toMatch(/not your fault/);
		expect([rig.requests, rig.complaints.length]).toEqual([[], 2]);
		await discord.press(bo, told, "I'll help");
		expect(rig.heard("press")[0]?.people).toEqual([{ user: bo.id, name: "Bo", kind: "person" }]);
		expect(discord.violations).toEqual([]);
	});

	test("what they typed into a form is not lost with it", async () => {
		const { discord } = rig;
		handle = async () => ({ kind: "form", form: favorForm });
		const told = await posted({ user: bo.id }, "Not now");
		const { modal } = await discord.press(bo, told, "Not now");
		discord.trouble(away);
		const { message } = await discord.submit(bo, told.channel, modal, { what: "on holiday", from: ana });
		expect(discord.reads(message)).toMatch(/not your fault[\s\S]*What you wrote:\non holiday$/);
		expect([rig.heard("submit"), discord.violations]).toEqual([[], []]);
	});

	test("an answer that takes long is waited for behind a waiting line", async () => {
		const { discord } = rig;
		handle = async () => says("Thank you.");
		const told = await posted({ user: bo.id }, "I'll help");
		discord.trouble({ path: away.path, times: 1, delayMs: 2_500 });
		const outcome = await discord.press(bo, told, "I'll help");
		expect([outcome.deferred, discord.reads(outcome.message)]).toEqual([true, "Thank you."]);
		expect(rig.heard("press")[0]?.people).toMatchObject([{ name: "Bo", kind: "person" }]);
		fine();
	});
});

describe("when something fails", () => {
	test("a failure is told kindly with the request's id, and logged once", async () => {
		handle = async () => {
			throw new Error("the disk is full");
		};
		const { message } = await rig.discord.slash(ana, general, "wallet");
		const key = rig.requests[0]?.key ?? "";
		expect(key).toMatch(new RegExp(`^discord:${acme.id}:\\d+$`));
		expect(rig.discord.reads(message)).toMatch(/not your fault/);
		expect(rig.discord.reads(message)).toContain(key);
		expect(message?.onlyFor).toBe(ana);
		expect(rig.complaints.filter((line) => line.includes("the disk is full"))).toHaveLength(1);
		expect(rig.discord.violations).toEqual([]);
	});

	test("an answer that cannot be given as it is becomes a failure, in time", async () => {
		handle = async () => says("Asked.", { label: "Cancel", action: "a".repeat(99) });
		expect(rig.discord.reads((await rig.discord.slash(ana, general, "wallet")).message)).toMatch(/not your fault/);
		handle = async () => says("Asked.");
		rig.discord.trouble({
			path: /callback$/,
			times: 1,
			status: 400,
			body: { code: 50035, message: "Invalid Form Body" },
		});
		expect(rig.discord.reads((await rig.discord.slash(ana, general, "wallet")).message)).toMatch(/not your fault/);
		handle = slowly(2_300, says("Asked.", { label: "Cancel", action: "a".repeat(99) }));
		expect(rig.discord.reads((await rig.discord.slash(ana, general, "wallet")).message)).toMatch(/not your fault/);
		expect([rig.complaints.length, rig.discord.violations]).toEqual([3, []]);
	});

	test("an answer whose acknowledgement was lost on the way is not given twice", async () => {
		handle = async () => says("Sent.");
		rig.discord.trouble({ path: /callback$/, times: 1, status: 502, afterwards: true });
		const { message } = await rig.discord.slash(ana, general, "wallet");
		expect(rig.discord.reads(message)).toBe("Sent.");
		await rig.adapter.stop();
		expect([rig.requests.length, rig.complaints]).toEqual([1, []]);
	});

	test("buttons of earlier times are told apart", async () => {
		const shared = await posted({ channel: general.id }, "I'll help");
		const row = shared.components[0] as { components: { custom_id: string }[] };
		for (const button of row.components) button.custom_id = "something of an older version";
		const { message } = await rig.discord.press(bo, shared, "I'll help");
		expect(rig.discord.reads(message)).toMatch(/from an earlier time/);
		fine();
	});

	test("while the bot stops, what runs is finished and what is new is asked to wait", async () => {
		handle = slowly(600, says("Finished."));
		const running = rig.discord.slash(ana, general, "wallet");
		await rig.discord.until(() => rig.requests[0], "the request");
		const stopped = rig.adapter.stop();
		const late = rig.discord.slash(bo, general, "wallet");
		expect(rig.discord.reads((await running).message)).toBe("Finished.");
		expect(rig.discord.reads((await late).message)).toMatch(/just being restarted/);
		await stopped;
		expect([rig.discord.connected(), rig.adapter.ready()]).toEqual([false, false]);
		fine();
	});
});
