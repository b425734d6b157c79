// What people set for themselves and for a channel, what they look up, and what those who run the place do: settings and
// their undo, corrections, starts from the pot.
import { type Act, at, createDoing, goodturn, handle, type Script } from "./acts.ts";
import type { Crew } from "./crew.ts";
import type { Line, Values } from "./stage.ts";

/** Sections of the settings, and values that leave the game as it is for the most part. */
const SETTINGS: [section: string, values: Values][] = [
	["Allowance", { perDay: "7" }],
	["Allowance", { perDay: "5", perPairPerDay: "2" }],
	["Costs", { bonus: "2" }],
	["Costs", { bonus: "1" }],
	["Limits", { calls: "2" }],
	["Limits", { calls: "3" }],
	["Waiting", { confirmsAfterHours: "48" }],
	["Boards", { rows: "3" }],
	["Ways", { pileMinutes: "10" }],
	["Ways", { pileMinutes: "60" }],
];
const MODES = ["thread", "quiet", "off"];
const ZONES = ["Asia/Tokyo", "America/Los_Angeles", "Europe/Lisbon"];
const HINTS = ["running-low", "say-thanks", "return-a-favor", "lend-a-hand", "ask-for-something"];

export function createSettingActs(script: Script) {
	const { random, count, storage } = script;
	const { on, typed, pressed, someoneBut, channel } = createDoing(script);

	function forOneself(crew: Crew, who: string): Act[] {
		const other = someoneBut(crew, who);
		const few = 1 + random.below(4);
		const zone = random.pick(ZONES);
		const quiet = (what: string) => [goodturn("quiet", what, { what })];
		const lines: Line[][] = [
			[goodturn("donate", `${few}`, { amount: few })],
			[goodturn("vouch", `${handle(other)} ${few}`, { who: at(other), amount: few })],
			[goodturn("vouch", `${handle(other)} ${few}`, { who: at(other), amount: few })],
			[goodturn("unvouch", handle(other), { who: at(other) })],
			[goodturn("away", "until friday", { until: "friday" })],
			[goodturn("away")],
			[goodturn("back")],
			[goodturn("back")],
			quiet("reminders"),
			quiet("all"),
			quiet("off"),
			quiet("off"),
			[goodturn("unlist")],
			[goodturn("mute"), goodturn("mute")],
			[goodturn("timezone", zone, { zone })],
			[goodturn("pot")],
			[{ slack: `/wallet ${handle(other)}`, discord: "wallet", typed: { with: at(other) } }],
			[{ slack: "/leaderboard", discord: "leaderboard", typed: {} }],
			[{ slack: "/favors", discord: "favors", typed: {} }],
		];
		const place = channel();
		return random.pick(lines).map((line) => typed(crew, who, line, place));
	}

	/** On the list of hints, or on a hint itself. */
	function hints(crew: Crew, who: string): Act[] {
		if (random.chance(0.3)) return [pressed(crew, who, "hints:stop:")];
		const how = random.chance(0.6) ? "off" : "on";
		return [typed(crew, who, goodturn("hints")), pressed(crew, who, `hints:${how}:${random.pick(HINTS)}`)];
	}

	/** Less of the bot in a channel by anybody, more by who runs the place; more often back to how it was. */
	function channelMode(crew: Crew, who: string): Act[] {
		const [root = ""] = crew.here;
		const isRoot = random.chance(0.7);
		const where = isRoot && random.chance(0.7) ? "open" : random.pick(MODES);
		return [typed(crew, isRoot ? root : who, goodturn("channel", where, { where }), channel())];
	}

	function settings(crew: Crew): Act[] {
		const [root = ""] = crew.here;
		const [section, values] = random.pick(SETTINGS);
		const said = Object.entries(values).map(([name, value]) => `${name} ${value}`);
		const what = `${root} sets ${section}: ${said}`;
		const set = on(crew, "settings", what, (stage) => stage.set(root, section, values));
		if (random.chance(0.5)) return [set];
		return [set, ...undoLast(crew, root)];
	}

	/** The newest that can be undone stands first. */
	const undoLast = (crew: Crew, root: string): Act[] => [
		typed(crew, root, goodturn("changes")),
		pressed(crew, root, "change:undo:"),
	];

	async function correction(crew: Crew): Promise<Act[]> {
		const [root = ""] = crew.here;
		const other = someoneBut(crew, root);
		const few = 1 + random.below(4);
		const why = `${count()}`;
		const about = `${handle(other)} because of ${why}`;
		const adjusted = goodturn("adjust", `${handle(other)} +${few} because of ${why}`, { who: at(other), by: few, why });
		// Whoever was kept off or paused is let in again: once more ends it.
		const there = (sub: string): Act[] => {
			const line = goodturn(sub, about, { who: at(other), why });
			return [typed(crew, root, line), typed(crew, root, line)];
		};
		const luck = random.next();
		if (luck < 0.2) return [typed(crew, root, adjusted)];
		if (luck < 0.3) return [typed(crew, root, adjusted), ...undoLast(crew, root)];
		if (luck < 0.4)
			return [typed(crew, root, goodturn("topup", `${handle(other)} ${few}`, { who: at(other), amount: few }))];
		if (luck < 0.5) return there("exclude");
		if (luck < 0.57) return there("freeze");
		if (luck < 0.6) {
			const line = goodturn("admin", handle(other), { who: at(other) });
			return [typed(crew, root, line), typed(crew, root, line)];
		}
		if (luck < 0.65) return [typed(crew, root, goodturn("health"))];
		return reverted(crew, root);
	}

	/** One of the last entries, whatever it is: the bot says whether it can be taken back. */
	async function reverted(crew: Crew, root: string): Promise<Act[]> {
		const workspace = await storage.db.workspace.findFirst({ where: { platform: crew.platform } });
		if (!workspace) return [];
		const { communityId } = workspace;
		const last = await storage.db.entry.findMany({ where: { communityId }, orderBy: { id: "desc" }, take: 30 });
		if (last.length === 0) return [];
		const { id: entry } = random.pick(last);
		const why = `${count()}`;
		return [typed(crew, root, goodturn("revert", `${entry} because of ${why}`, { entry, why }))];
	}

	return { forOneself, hints, channelMode, settings, correction };
}
