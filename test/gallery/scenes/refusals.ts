// Every refusal, by its reason: one that nobody can reach any more, or a new one without a scene, does not compile.
import { plainText } from "../../../src/chat/card.ts";
import type { Refusal } from "../../../src/rules/refusal.ts";
import { DAY, DIRECT, GENEROUS, place, type Stage } from "../stage.ts";

type Scene = (stage: Stage) => Promise<void>;

const asStranger: Scene = async ({ bank, shown, user }) => {
	const reply = await bank.request("Sam", { kind: "command", name: "wallet", text: [] });
	if (reply.kind === "card") {
		shown.push({
			title: "Somebody of another workspace asks",
			where: "only Sam sees it",
			viewer: user("Sam"),
			at: bank.now(),
			said: { kind: "reply", card: reply.card },
		});
	}
};

const SCENES: Record<Refusal["reason"], Scene> = {
	"not-a-member": asStranger,
	"thanks-to-nobody": async ({ act }) => void (await act("Thanks to nobody", "Ana", "/thanks")),
	"thanks-to-yourself": async ({ act }) => void (await act("Thanks to oneself", "Ana", "/thanks @Ana for being me")),
	"not-a-person": async ({ act }) => {
		await act("Thanks to a bot", "Ana", "/thanks @Deploybot for the deploy");
		await act("Thanks to two bots", "Ana", "/thanks @Deploybot @Testbot for the deploy");
	},
	outside: async ({ act }) => {
		await act("Thanks to somebody outside", "Ana", "/thanks @Sam for the call");
		await act("A favor of somebody who left", "Ana", "/favor @Old explain the old code");
	},
	"too-many-receivers": async ({ act }) =>
		void (await act(
			"Eleven at once",
			"Ana",
			"/thanks @Bo @Cy @Dee @Eli @Fay @Gus @Hana @Ines @Jo @Kim @Lea for the party",
		)),
	"amount-out-of-range": async ({ act }) => void (await act("Four at once", "Ana", "/thanks @Bo x4 for the review")),
	"allowance-used": async ({ act, quietly }) => {
		await quietly("Cy", "/thanks @Dee x3 for the map");
		await act("More than is left today", "Cy", "/thanks @Eli x3 for the compass");
		await quietly("Cy", "/thanks @Eli x2 for the compass");
		await act("Nothing left today", "Cy", "/thanks @Fay for the boots");
	},
	"pair-cap": async ({ act, quietly }) => {
		await quietly("Dee", "/thanks @Eli x2 for the tent");
		await act("More than one person may get in a day", "Dee", "/thanks @Eli x2 for the stove");
		await quietly("Dee", "/thanks @Eli for the stove");
		await act("No more for this person today", "Dee", "/thanks @Eli for the rope");
	},
	"nothing-kept": async ({ act }) =>
		void (await act("A preview of days ago", "Ana", { kind: "press", action: "thanks:send:9999" })),
	"nothing-to-undo": async ({ act }) => void (await act("Nothing to take back", "Gus", "/goodturn undo")),
	"favor-of-yourself": async ({ act }) => void (await act("A favor of oneself", "Ana", "/favor @Ana look at my PR")),
	"too-many-open": async ({ act, quietly, bank }) => {
		await bank.setPolicy({ thanks: GENEROUS.thanks });
		await quietly("Eli", "/thanks @Fay x100 for everything");
		for (const what of ["carry the table", "carry the chairs", "carry the sofa"])
			await quietly("Fay", `/favor anyone ${what}`);
		await act("Three are open", "Fay", "/favor anyone carry the lamp");
	},
	"not-enough": async ({ act, quietly, bank }) => {
		await bank.setPolicy({ thanks: GENEROUS.thanks, floor: { newcomerOwes: "normal" } });
		await act("A newcomer’s first big favor, while favors wait", "Hana", "/favor anyone rebuild the site big");
		await act("“Make it small”", "Hana", { press: "Make it small" });
		await act("What is left does not even do for a small one", "Hana", "/favor anyone rebuild the shop big");
		await quietly("Hana", { press: "Cancel" });
	},
	"own-favor": async ({ act }) => void (await act("Helping oneself", "Fay", { press: "I'll help" })),
	"no-such-favor": async ({ act }) =>
		void (await act("A favor that is not there", "Ana", { kind: "press", action: "favor:accept:9999" })),
	"asked-somebody-else": async ({ act, quietly, bank }) => {
		await quietly("Eli", "/favor @Gus tune the piano");
		const favor = await bank.storage.db.favor.findFirstOrThrow({ orderBy: { id: "desc" } });
		await act("Asked of somebody else", "Ana", { kind: "press", action: `favor:accept:${favor.id}` });
	},
	"too-many-under-way": async ({ act, quietly, bank }) => {
		const open = await bank.storage.db.favor.findMany({ where: { state: "open", targetId: null } });
		for (const { id } of open.slice(0, 3)) await quietly("Ines", { kind: "press", action: `favor:accept:${id}` });
		await quietly("Eli", "/favor anyone wash the car small");
		await act("Three are under way", "Ines", { press: "I'll help" });
	},
	"favor-moved-on": async ({ act, bank }) => {
		const taken = await bank.storage.db.favor.findFirstOrThrow({ where: { state: "accepted" } });
		await act("Too late: somebody is on it", "Jo", { kind: "press", action: `favor:accept:${taken.id}` });
		await act("Pressed twice", "Ines", { kind: "press", action: `favor:accept:${taken.id}` });
		for (const state of ["kept", "declined", "cancelled", "expired"] as const) {
			await bank.storage.db.favor.updateMany({ where: { id: taken.id }, data: { state } });
			await act(`Too late: ${state}`, "Jo", { kind: "press", action: `favor:accept:${taken.id}` });
		}
		await bank.storage.db.favor.updateMany({ where: { id: taken.id }, data: { state: "done" } });
		await act("Said to be done already", "Ines", { kind: "press", action: `favor:give-back:${taken.id}` });
	},
	"only-the-asker": async ({ act, bank }) => {
		const favor = await bank.storage.db.favor.findFirstOrThrow({ where: { state: "accepted" } });
		await act("Confirming somebody else’s", "Jo", { kind: "press", action: `favor:confirm:${favor.id}` });
	},
	"only-the-helper": async ({ act, bank }) => {
		const favor = await bank.storage.db.favor.findFirstOrThrow({ where: { state: "accepted" } });
		await act("Saying done for somebody else", "Jo", { kind: "press", action: `favor:done:${favor.id}` });
	},
	"only-the-one-asked": async ({ act, bank }) => {
		const favor = await bank.storage.db.favor.findFirstOrThrow({ where: { state: "accepted" } });
		await act("Declining for somebody else", "Jo", { kind: "press", action: `favor:decline:${favor.id}` });
	},
	"done-already": async ({ act, quietly }) => {
		await quietly("Ines", { press: "It's done" });
		await act("Cancelling what is done", "Fay", { press: "Cancel" });
	},
	"not-yet-said": async ({ act, quietly, bank }) => {
		const favor = await bank.storage.db.favor.findFirstOrThrow({
			where: { state: "done", helperId: { not: null } },
			orderBy: { id: "desc" },
		});
		const press = (who: string, what: string) => quietly(who, { kind: "press", action: `favor:${what}:${favor.id}` });
		await press("Fay", "not-yet");
		await press("Ines", "done");
		await act("“Not yet”, twice", "Fay", { kind: "press", action: `favor:not-yet:${favor.id}` });
	},
	"admins-only": async ({ act }) =>
		void (await act("Settings, for somebody who runs nothing", "Ana", "/goodturn settings")),
	"no-such-setting": async ({ act }) =>
		void (await act("A setting that there is not", "Root", { kind: "press", action: "settings:weather" })),
	"settings-changed": async ({ act, quietly }) => {
		await quietly("Root", { kind: "press", action: "settings:costs" });
		await quietly("Root", { submit: { small: "3", normal: "4", big: "8", bonus: "1" } });
		await act("Settings that somebody changed meanwhile", "Root", {
			submit: { small: "1", normal: "4", big: "8", bonus: "1" },
		});
		await quietly("Root", { kind: "press", action: "settings:costs" });
		await quietly("Root", { submit: { small: "2", normal: "4", big: "8", bonus: "1" } });
	},
	"not-your-own": async ({ act }) =>
		void (await act("One’s own wallet", "Root", "/goodturn adjust @Root +5 because I can")),
	"adjustment-out-of-range": async ({ act }) =>
		void (await act("Too much at once", "Root", "/goodturn adjust @Bo +5000 because of the party")),
	"no-such-entry": async ({ act }) =>
		void (await act("An entry that is not there", "Root", "/goodturn revert 99999 because it is wrong")),
	"taken-back-already": async ({ act, quietly, bank }) => {
		const entry = await bank.storage.db.entry.findFirstOrThrow({ where: { kind: "thanks" } });
		await quietly("Root", `/goodturn revert ${entry.id} because it was a test`);
		await act("Taken back twice", "Root", `/goodturn revert ${entry.id} because it was a test`);
	},
	"cannot-take-back": async ({ act, bank }) => {
		const asked = await bank.storage.db.entry.findFirstOrThrow({ where: { kind: "favor-asked" } });
		await act("What was set aside", "Root", `/goodturn revert ${asked.id} because it is late`);
		const reversal = await bank.storage.db.entry.findFirstOrThrow({ where: { kind: "reversal" } });
		await act("What was taken back", "Root", `/goodturn revert ${reversal.id} because it is late`);
	},
	"no-such-change": async ({ act }) =>
		void (await act("A change that is not there", "Root", { kind: "press", action: "change:undo:9999" })),
	"cannot-undo": async ({ act, bank }) => {
		const { id } = await bank.storage.db.change.findFirstOrThrow({ where: { what: "entry reversal" } });
		await act("Undoing what was taken back", "Root", { kind: "press", action: `change:undo:${id}` });
	},
	"changed-since": async ({ act, quietly, bank }) => {
		await quietly("Root", "/goodturn exclude @Bo because of a second account");
		const { id } = await bank.storage.db.change.findFirstOrThrow({ where: { what: "member excluded" } });
		await quietly("Root", "/goodturn exclude @Bo");
		await act("Undoing what was changed since", "Root", { kind: "press", action: `change:undo:${id}` });
	},
	paused: async ({ act, quietly }) => {
		await quietly("Root", "/goodturn freeze @Kim because we have to talk first");
		await act("Thanks from a paused account", "Kim", "/thanks @Lea for the song");
	},
	"cannot-help": async ({ act, quietly }) => {
		await act("A favor of a paused account", "Jo", "/favor @Kim sing along small");
		await quietly("Root", "/goodturn freeze @Kim");
	},
	"vouch-for-yourself": async ({ act }) => void (await act("Vouching for oneself", "Ana", "/goodturn vouch @Ana 2")),
	"vouch-out-of-range": async ({ act }) =>
		void (await act("Vouching for more than one may", "Ana", "/goodturn vouch @Bo 99")),
	"not-enough-to-vouch": async ({ act }) =>
		void (await act("Vouching with more than one has", "Lea", "/goodturn vouch @Bo 8")),
	"no-vouch": async ({ act }) => void (await act("Taking back what is not", "Ana", "/goodturn unvouch @Bo")),
	"vouch-in-use": async ({ act, quietly }) => {
		await quietly("Eli", "/thanks @Lea x20 for everything");
		await quietly("Lea", "/goodturn vouch @Max 4");
		await quietly("Max", "/favor anyone lift the piano big");
		await act("Taking back what is used", "Lea", "/goodturn unvouch @Max");
	},
	"bot-not-here": async ({ act }) => {
		const absent = { place: place("secret", { present: false }) };
		await act("Asking anyone where the bot is not", "Lea", "/favor anyone lift the piano", absent);
		await act("Asking anyone in a direct message", "Lea", "/favor anyone lift the piano", { place: DIRECT });
	},
	away: async ({ act, quietly }) => {
		await quietly("Jo", "/goodturn away until friday");
		await act("Asked of somebody who is away", "Max", "/favor @Jo lift the piano small");
		await quietly("Jo", "/goodturn back");
	},
	"whole-credits": async ({ act }) => void (await act("Half a credit", "Ana", "/goodturn donate 0.5")),
	"donation-too-large": async ({ act }) => {
		await act("Nothing to give", "Noor", "/goodturn donate 5");
		await act("More than there is", "Fay", "/goodturn donate 500");
	},
	"pot-too-low": async ({ act }) =>
		void (await act("For the team, and the pot is empty", "Noor", "/favor team paint the fence")),
	"not-a-newcomer": async ({ act, quietly, bank, user }) => {
		await quietly("Lea", "/wallet");
		const { memberId: id } = await bank.storage.db.identity.findFirstOrThrow({ where: { user: user("Lea") } });
		await bank.storage.db.member.updateMany({ where: { id }, data: { joinedAt: new Date(0) } });
		await act("A start for somebody who came long ago", "Root", "/goodturn topup @Lea 2");
	},
	"approve-your-own": async ({ act, quietly }) => {
		await quietly("Fay", "/goodturn donate 20");
		await quietly("Noor", "/favor team paint the fence");
		await act("Approving one’s own", "Noor", { press: "Approve" });
	},
	"approved-it": async ({ act, quietly }) => {
		await quietly("Max", { press: "Approve" });
		await act("Helping with what one approved", "Max", { press: "I'll help" });
	},
	"channel-quiet": async ({ act, quietly }) => {
		const hush = { place: place("hush") };
		await quietly("Max", "/goodturn channel quiet", hush);
		await act("Asking anyone in a quiet channel", "Max", "/favor anyone lift the piano", hush);
	},
	"channel-off": async ({ act, quietly }) => {
		const alone = { place: place("on-call") };
		await quietly("Max", "/goodturn channel off", alone);
		await act("Thanks in a channel that is left alone", "Max", "/thanks @Lea for the night", alone);
		await act("A favor in a channel that is left alone", "Max", "/favor @Lea take my shift", alone);
	},
	"louder-by-admins": async ({ act }) => {
		const [hush, alone] = [{ place: place("hush") }, { place: place("on-call") }];
		await act("More noise, asked for by somebody else", "Lea", "/goodturn channel open", hush);
		await act("Back from off, asked for by somebody else", "Lea", "/goodturn channel thread", alone);
	},
};

/** Throws when a scene ends in the words of another reason: then it no longer reaches its own. */
export async function refusals(stage: Stage): Promise<void> {
	for (const name of ["Ana", "Bo", "Cy", "Dee", "Eli", "Fay"]) await stage.quietly(name, "/wallet");
	const heard = new Map<string, string>();
	for (const [reason, scene] of Object.entries(SCENES)) {
		await scene(stage);
		const said = stage.shown.findLast((one) => one.said.kind === "reply")?.said;
		const words =
			said && "card" in said
				? plainText(said.card)
						.split("\n")[0]
						?.replaceAll(/[\d−]+/gu, "")
				: undefined;
		const other = words && heard.get(words);
		if (!words || other) throw new Error(`${reason} is refused as ${other ?? "nothing"}: ${words}`);
		heard.set(words, reason);
	}
}

/** Those that only come after the newcomers' days, or with an empty market. */
export async function emptyHanded(stage: Stage): Promise<void> {
	const { act, quietly, skip, bank } = stage;
	for (const name of ["Ana", "Bo", "Cy", "Dee"]) await quietly(name, "/wallet");
	await bank.setPolicy({ floor: { newcomerOwes: "normal" } });
	await act("A newcomer, and nothing waits", "Ana", "/favor anyone rebuild the site big");
	await skip(61 * DAY);
	await quietly("Bo", "/thanks @Ana x3 for the review");
	await act("Three credits, and nothing waits", "Ana", "/favor anyone look at my PR");
	await quietly("Cy", "/thanks @Bo x3 for the review");
	await quietly("Cy", "/thanks @Dee x2 for the review");
	await quietly("Bo", "/favor anyone taste the new coffee small by friday");
	await act("One favor waits", "Ana", "/favor @Cy look at my PR by friday");
	await quietly("Dee", "/favor anyone hold the ladder small");
	await act("Two favors wait, and an empty wallet", "Eli", "/favor anyone look at my PR small");
}
