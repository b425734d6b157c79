// How a person on Slack gets the core's answers, whatever goes wrong on the way.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Handle, Reply } from "../../../src/chat/request.ts";
import { answer, card, favorForm, later, type Mode, type Rig, startRig } from "./rig.ts";
import type { StrictMessage } from "./strict-slack.ts";

const toForm: Reply = { kind: "form", form: favorForm };

describe.each<Mode>(["http", "socket"])("over %s", (mode) => {
	let rig: Rig;
	let handle: Handle;
	let ana: string;
	let bo: string;
	let general: string;

	beforeEach(async () => {
		handle = async () => answer("Done.");
		rig = await startRig(mode, (request) => handle(request));
		ana = rig.slack.addUser("ana");
		bo = rig.slack.addUser("bo");
		general = rig.slack.addChannel("general", { members: [ana, bo, rig.slack.bot] });
	});

	afterEach(() => rig.stop());

	const fine = (): void => {
		expect(rig.slack.violations).toEqual([]);
		expect(rig.errors()).toEqual([]);
	};

	const post = async (channel: string, ...labels: string[]): Promise<StrictMessage> => {
		const to = { workspace: rig.slack.team.id, channel };
		await rig.adapter.surface.send(to, card("A card", ...labels), { nonce: "n", route: undefined });
		return rig.slack.sees(ana, channel, /A card/);
	};

	test("a command's answer is its acknowledgement, for its actor alone", async () => {
		const { body } = await rig.slack.command(ana, general, "/wallet");
		expect(body).toMatchObject({ response_type: "ephemeral", text: "Done." });
		expect(rig.slack.see(ana, general)).toEqual(["Done."]);
		expect(rig.slack.see(bo, general)).toEqual([]);
		fine();
	});

	test("a press on what only its actor sees is answered in its place", async () => {
		handle = async ({ intent }) => (intent.kind === "press" ? answer("Cancelled.") : answer("Asked.", "Cancel"));
		await rig.slack.command(ana, general, "/favor x");
		await rig.slack.press(ana, await rig.slack.sees(ana, general, /Asked/), "Cancel");
		await rig.slack.sees(ana, general, /Cancelled/);
		expect(rig.slack.see(ana, general)).toEqual(["Cancelled."]);
		fine();
	});

	test("a press on what others see leaves it, and answers beside it", async () => {
		handle = async () => answer("Good of you.", "Give it back");
		await rig.slack.press(bo, await post(general, "I'll help"), "I'll help");
		await rig.slack.sees(bo, general, /Good of you/);
		expect(rig.slack.see(bo, general)).toEqual(["A card\n[I'll help]", "Good of you.\n[Give it back]"]);
		expect(rig.slack.see(ana, general)).toEqual(["A card\n[I'll help]"]);
		fine();
	});

	test("a press that is answered by nothing is acknowledged", async () => {
		handle = async () => ({ kind: "nothing" });
		expect(await rig.slack.press(bo, await post(general, "OK"), "OK")).toMatchObject({ acknowledged: true });
		expect(rig.slack.see(bo, general).length).toBe(1);
		fine();
	});

	test("a refused press keeps the card with its buttons", async () => {
		handle = async ({ intent }) =>
			intent.kind === "press"
				? { kind: "mend", errors: { "": "Too many." }, card: card("Too many.") }
				: answer("Asked.", "Ask bo");
		await rig.slack.command(ana, general, "/favor x");
		await rig.slack.press(ana, await rig.slack.sees(ana, general, /Asked/), "Ask bo");
		await rig.slack.sees(ana, general, /Too many/);
		expect(rig.slack.see(ana, general)).toEqual(["Asked.\n[Ask bo]", "Too many."]);
		fine();
	});

	describe("a form", () => {
		test("from a command, mended, sent, and answered where it began", async () => {
			handle = async ({ intent }) => {
				if (intent.kind !== "submit") return toForm;
				if (intent.fields["what"] === "?")
					return { kind: "mend", errors: { what: "Say what." }, card: card("Say what.") };
				return answer("Asked.", "Cancel");
			};
			await rig.slack.command(ana, general, "/favor");
			await rig.slack.submit(ana, { what: "?" });
			expect(rig.slack.view(ana)?.errors).toEqual({ what: "Say what." });
			await rig.slack.submit(ana, { what: "look at my PR" });
			expect(rig.slack.view(ana)).toBeUndefined();
			expect(rig.slack.see(ana, general)).toEqual(["Asked.\n[Cancel]"]);
			fine();
		});

		test("from a press and from the menu of a message", async () => {
			handle = async ({ intent }) => (intent.kind === "submit" ? answer("Sent.") : toForm);
			await rig.slack.press(bo, await post(general, "Not now"), "Not now");
			await rig.slack.submit(bo, { what: "x" });
			expect(await rig.slack.sees(bo, general, /Sent/)).toBeDefined();
			await rig.slack.shortcut(ana, rig.slack.say(bo, general, "hi"));
			await rig.slack.submit(ana, { what: "x" });
			expect(rig.slack.see(ana, general).at(-1)).toBe("Sent.");
			fine();
		});

		test("stays and shows the answer itself where the place to answer is gone", async () => {
			handle = async ({ intent }) => (intent.kind === "submit" ? answer("Asked.", "Cancel") : toForm);
			await rig.slack.command(ana, general, "/favor");
			rig.slack.world.advance(31 * 60_000);
			await rig.slack.submit(ana, { what: "x" });
			expect(rig.slack.words({ blocks: rig.slack.view(ana)?.view["blocks"] as never })).toBe("Asked.\n[Cancel]");
			fine();
		});

		test("gives way to another form, under a key of its own", async () => {
			let turn = 0;
			handle = async () => ({ kind: "form", form: { ...favorForm, context: `draft:${turn++}` } });
			await rig.slack.command(ana, general, "/favor");
			await rig.slack.submit(ana, { what: "x" });
			await rig.slack.submit(ana, { what: "y" });
			expect(rig.requests.map(({ intent }) => "context" in intent && intent.context)).toEqual([
				false,
				"draft:0",
				"draft:1",
			]);
			expect(new Set(rig.requests.map(({ key }) => key)).size).toBe(3);
			fine();
		});

		test("shows a complaint about no field under its first", async () => {
			handle = async ({ intent }) =>
				intent.kind === "submit"
					? { kind: "mend", errors: { amount: "Too many.", to: "Nobody." }, card: card("x") }
					: toForm;
			await rig.slack.command(ana, general, "/favor");
			await rig.slack.submit(ana, { what: "x" });
			expect(rig.slack.view(ana)?.errors).toEqual({ what: "Too many. Nobody." });
			fine();
		});

		test("that Slack does not open is said so", async () => {
			handle = async () => toForm;
			rig.slack.misbehave("views.open", { error: "internal_error" });
			await rig.slack.command(ana, general, "/favor");
			expect(rig.slack.see(ana, general)[0]).toMatch(/too long.*try again/);
			fine();
		});
	});

	describe("the app's own page", () => {
		beforeEach(async () => {
			let opened = 0;
			handle = async ({ intent }) => {
				if (intent.kind === "home") return answer(`Opened ${++opened}`, "Ask", "Help");
				if (intent.kind === "press" && intent.action === "do:Ask") return toForm;
				return answer(`Answer to ${intent.kind}`, "More");
			};
			await rig.slack.openHome(ana);
		});

		test("answers a press on a page of its own, and is painted anew", async () => {
			await rig.slack.pressHome(ana, "Help");
			expect(rig.slack.words({ blocks: rig.slack.view(ana)?.view["blocks"] as never })).toBe("Answer to press\n[More]");
			await rig.slack.world.until(() => (rig.slack.home(ana)?.startsWith("Opened 2") ? true : undefined), "a new home");
			await rig.slack.pressView(ana, "More");
			expect(rig.slack.world.views.length).toBe(1);
			await rig.slack.world.until(() => (rig.slack.home(ana)?.startsWith("Opened 3") ? true : undefined), "a new home");
			fine();
		});

		test("opens a form, and the form shows its answer", async () => {
			await rig.slack.pressHome(ana, "Ask");
			await rig.slack.submit(ana, { what: "x" });
			expect(rig.slack.words({ blocks: rig.slack.view(ana)?.view["blocks"] as never })).toBe(
				"Answer to submit\n[More]",
			);
			await rig.slack.world.until(() => (rig.slack.home(ana)?.startsWith("Opened 3") ? true : undefined), "a new home");
			fine();
		});

		test("falls back to a direct message where no page opens", async () => {
			rig.slack.misbehave("views.open", { error: "internal_error" });
			await rig.slack.pressHome(ana, "Help");
			await rig.slack.sees(ana, rig.slack.dm(ana), /Answer to press/);
			expect(rig.slack.violations).toEqual([]);
		});
	});

	describe("when something breaks", () => {
		beforeEach(() => {
			handle = async ({ intent }) => {
				if (intent.kind === "command") throw new Error("the disk is full");
				if (intent.kind === "press" && intent.action === "do:Form") return toForm;
				throw new Error("the disk is full");
			};
		});

		const broken = /^Something broke on our side \(id ([0-9a-f]{8})\)\. .*try again/;

		test("a command says so kindly, with an id that is in the log once", async () => {
			await rig.slack.command(ana, general, "/thanks @bo");
			const [said = ""] = rig.slack.see(ana, general);
			const [, id] = said.match(broken) ?? [];
			const logged = rig.log.filter(({ level }) => level === "error");
			expect(logged).toMatchObject([{ id, reason: "the disk is full" }]);
			expect(rig.slack.violations).toEqual([]);
		});

		test("a press says so beside the card", async () => {
			await rig.slack.press(bo, await post(general, "I'll help"), "I'll help");
			await rig.slack.sees(bo, general, broken);
			expect(rig.errors().length).toBe(1);
			expect(rig.slack.violations).toEqual([]);
		});

		test("a form stays open with what was typed", async () => {
			await rig.slack.press(bo, await post(general, "Form"), "Form");
			await rig.slack.submit(bo, { what: "x" });
			expect(rig.slack.view(bo)?.errors["what"]).toMatch(broken);
			expect(rig.slack.violations).toEqual([]);
		});
	});

	// All of them at once, because each takes its three seconds.
	test("whoever the core keeps waiting longer than Slack waits gets a word in time, and the answer afterwards", async () => {
		const cleo = rig.slack.addUser("cleo");
		rig.slack.world.channels.get(general)?.members.add(cleo);
		handle = async ({ actor, intent }) => {
			if (intent.kind === "command" && actor === ana) return toForm;
			await later(actor === cleo ? 3_100 : 2_800);
			if (actor === cleo) return toForm;
			return answer(`Late ${intent.kind}`);
		};
		const message = await post(general, "I'll help");
		await rig.slack.command(ana, general, "/favor");
		await Promise.all([
			rig.slack.command(bo, general, "/thanks @ana"),
			rig.slack.press(bo, message, "I'll help"),
			rig.slack.submit(ana, { what: "x" }),
			rig.slack.command(cleo, general, "/favor"),
		]);
		expect(Math.max(...rig.slack.attempts.map(({ afterMs }) => afterMs))).toBeLessThan(3_000);
		expect(rig.slack.view(ana)).toBeUndefined();
		expect(rig.slack.see(bo, general)).toContain("One moment, this takes longer than usual.");
		await rig.slack.sees(bo, general, /Late command/);
		await rig.slack.sees(bo, general, /Late press/);
		await rig.slack.sees(ana, general, /Late submit/);
		await rig.slack.sees(cleo, general, /too long for Slack to open/);
		expect(rig.slack.calls.filter(({ method }) => method === "views.open").length).toBe(1);
		fine();
	});

	test("an answer whose own address fails goes out as a direct message", async () => {
		handle = async () => answer("Good of you.");
		const message = await post(general, "I'll help");
		const parcel = rig.slack.compose.press(bo, message, {
			label: "I'll help",
			value: "x",
			action: "press-0",
			block: "b",
		});
		await rig.slack.deliver({
			...parcel,
			payload: { ...parcel.payload, response_url: `${rig.slack.apiUrl}../response/none` },
		});
		await rig.slack.sees(bo, rig.slack.dm(bo), /Good of you/);
		fine();
	});

	test("an answer that reaches nobody is in the log", async () => {
		const message = await post(general, "I'll help");
		const parcel = rig.slack.compose.press(bo, message, {
			label: "I'll help",
			value: "x",
			action: "press-0",
			block: "b",
		});
		rig.slack.misbehave("chat.postMessage", { error: "internal_error" });
		await rig.slack.deliver({
			...parcel,
			payload: { ...parcel.payload, response_url: `${rig.slack.apiUrl}../response/none` },
		});
		await rig.slack.world.until(
			() => (rig.errors().includes("an answer reached nobody") ? true : undefined),
			"the log",
		);
	});
});
