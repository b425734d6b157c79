// What a team does on a day, from a seed: one act at a time, each the same in every theatre. It looks into the book only to
// see which favors live; what people may do is the bot's to say.
import type { Storage } from "../../src/storage/storage.ts";
import type { Random } from "../simulation/random.ts";
import { type Crew, others } from "./crew.ts";
import { CHANNELS, type Line, type Named, type Stage } from "./stage.ts";

/** Plays on one platform's stage in one theatre, and says what came of it, where that must be the same in all. */
export type Act = { what: string; platform: Crew["platform"]; play(stage: Stage): Promise<unknown> };

type Said = { index: number; author: string; thanks: boolean; reactors: Set<string> };

export type Script = { next(): Promise<Act[]>; comings(): Act[] };

const at = (person: string): Named => ({ person });
const handle = (name: string): string => `@${name.toLowerCase()}`;
const goodturn = (sub: string, rest = "", typed: Line["typed"] = {}): Line => ({
	slack: `/goodturn ${sub}${rest && ` ${rest}`}`,
	discord: `goodturn ${sub}`,
	typed,
});

/** So many of a platform's last messages people still react to and correct. */
const REMEMBERED = 40;
const TAGS = ["#sql", "#deploy", "#design", "#ops"];
const SIZES = ["small", "normal", "big"];

export function createScript(random: Random, crews: Crew[], newName: () => string, storage: Storage): Script {
	const said = new Map(crews.map(({ platform }) => [platform, [] as Said[]]));
	const spoken = new Map(crews.map(({ platform }) => [platform, 0]));
	let count = 0;

	const typed = (crew: Crew, who: string, line: Line): Act => {
		const channel = random.pick(CHANNELS);
		return { what: `${who}: ${line.slack}`, platform: crew.platform, play: (stage) => stage.type(who, channel, line) };
	};
	const pressed = (crew: Crew, who: string, action: string, values: Record<string, string> = {}): Act => ({
		what: `${who} presses ${action}`,
		platform: crew.platform,
		play: (stage) => stage.press(who, action, values),
	});

	function thanks(crew: Crew, who: string): Act[] {
		const [to, and] = [others(random, crew, who), others(random, crew, who)];
		const several = to !== and && random.chance(0.2);
		const amount = random.chance(0.2) ? 2 : 1;
		const reason = `thing ${++count} ${random.pick(TAGS)}`;
		const privately = random.chance(0.08);
		const names = several ? `${handle(to)} ${handle(and)}` : handle(to);
		const line: Line = {
			slack: `/thanks ${names}${amount > 1 ? ` x${amount}` : ""}${privately ? " privately" : ""} for ${reason}`,
			discord: "thanks",
			typed: {
				to: at(to),
				for: reason,
				...(several && { and: at(and) }),
				...(amount > 1 && { amount }),
				...(privately && { privately }),
			},
		};
		const act = typed(crew, who, line);
		return random.chance(0.07) ? [act, typed(crew, who, goodturn("undo"))] : [act];
	}

	function favor(crew: Crew, who: string): Act[] {
		const size = random.pick(SIZES);
		const of = random.chance(0.45) ? others(random, crew, who) : undefined;
		const forTeam = of === undefined && random.chance(0.1);
		const what = `look at ${++count} ${random.pick(TAGS)}`;
		const by = random.chance(0.2) ? "friday" : undefined;
		return [
			typed(crew, who, {
				slack: `/favor ${of ? handle(of) : forTeam ? "team" : "anyone"} ${what} ${size}${by ? ` by ${by}` : ""}`,
				discord: "favor",
				typed: { what, size, ...(of && { from: at(of) }), ...(by && { by }), ...(forTeam && { pays: "team" }) },
			}),
		];
	}

	/** One of the favors that live goes on, by whoever may take the step. */
	async function favorStep(): Promise<Act[]> {
		const live = await storage.db.favor.findMany({
			where: { endedAt: null },
			orderBy: [{ communityId: "asc" }, { id: "asc" }],
		});
		if (live.length === 0) return [];
		const row = random.pick(live);
		const members = await storage.db.member.findMany({ where: { communityId: row.communityId } });
		const nameOf = (id: number | null): string => members.find((member) => member.id === id)?.name ?? "";
		const [asker, target, helper] = [nameOf(row.askerId), nameOf(row.targetId), nameOf(row.helperId)];
		const crew = crews.find(({ here, left }) => here.includes(asker) || left.includes(asker));
		if (!crew) return [];
		const step = (who: string, what: string, values = {}): Act[] =>
			crew.here.includes(who) ? [pressed(crew, who, `favor:${what}:${row.id}`, values)] : [];
		const luck = random.next();
		switch (row.state) {
			case "proposed":
				return luck < 0.8 ? step(others(random, crew, asker), "approve") : step(asker, "cancel");
			case "open":
				if (luck < 0.1) return step(asker, "cancel");
				if (target === "") return step(others(random, crew, asker), luck < 0.2 ? "pass" : "accept");
				return luck < 0.7
					? step(target, "accept")
					: step(target, "decline", { why: random.pick(["busy", "field", "other"]) });
			case "accepted":
				if (luck < 0.5) return step(helper, "done");
				if (luck < 0.6) return step(helper, "on-the-house");
				if (luck < 0.7) return step(helper, "give-back");
				return luck < 0.75 ? step(asker, "cancel") : step(asker, "confirm");
			default:
				return luck < 0.7 ? step(asker, "confirm") : luck < 0.8 ? step(asker, "not-yet") : [];
		}
	}

	const remembered = ({ platform }: Crew): Said[] => said.get(platform)?.slice(-REMEMBERED) ?? [];

	function say(crew: Crew, who: string): Act[] {
		const gives = random.chance(0.4);
		const words = gives ? `thanks {${others(random, crew, who)}} for word ${++count}` : `the news of today, ${++count}`;
		const [channel, twice] = [random.pick(CHANNELS), random.chance(0.2)];
		const all = said.get(crew.platform) ?? [];
		const index = spoken.get(crew.platform) ?? 0;
		spoken.set(crew.platform, index + 1);
		all.push({ index, author: who, thanks: gives, reactors: new Set() });
		const play = (stage: Stage) => stage.say(who, channel, words, twice);
		return [{ what: `${who} says ${words}${twice ? ", told twice" : ""}`, platform: crew.platform, play }];
	}

	function edit(crew: Crew): Act[] {
		const mine = remembered(crew).filter(({ author }) => crew.here.includes(author));
		if (mine.length === 0) return [];
		const message = random.pick(mine);
		message.thanks = random.chance(0.5);
		const words = message.thanks
			? `{${others(random, crew, message.author)}} ++ for word ${++count}`
			: `never mind, ${++count}`;
		const what = `${message.author} edits message ${message.index}: ${words}`;
		return [{ what, platform: crew.platform, play: (stage) => stage.edit(message.index, words) }];
	}

	function erase(crew: Crew): Act[] {
		const all = said.get(crew.platform) ?? [];
		const mine = remembered(crew).filter(({ author }) => crew.here.includes(author));
		if (mine.length === 0) return [];
		const message = random.pick(mine);
		said.set(
			crew.platform,
			all.filter((one) => one !== message),
		);
		const what = `${message.author} deletes message ${message.index}`;
		return [{ what, platform: crew.platform, play: (stage) => stage.erase(message.index) }];
	}

	function react(crew: Crew, who: string): Act[] {
		const messages = remembered(crew).filter(({ author }) => author !== who);
		if (messages.length === 0) return [];
		const message = random.pick(messages);
		const on = !message.reactors.delete(who);
		if (on) message.reactors.add(who);
		const twice = random.chance(0.2);
		const what = `${who} ${on ? "reacts to" : "takes their reaction from"} message ${message.index}${twice ? ", told twice" : ""}`;
		return [{ what, platform: crew.platform, play: (stage) => stage.react(who, message.index, on, twice) }];
	}

	function rarely(crew: Crew, who: string): Act[] {
		const other = others(random, crew, who);
		const [root = ""] = crew.here;
		const few = 1 + random.below(4);
		const lines: [who: string, line: Line][] = [
			[who, goodturn("donate", `${few}`, { amount: few })],
			[who, goodturn("vouch", `${handle(other)} ${few}`, { who: at(other), credits: few })],
			[who, goodturn("vouch", `${handle(other)} ${few}`, { who: at(other), credits: few })],
			[who, goodturn("unvouch", handle(other), { who: at(other) })],
			[who, goodturn("away", "until friday", { until: "friday" })],
			[who, goodturn("away")],
			[who, goodturn("back")],
			[who, goodturn("back")],
			[who, goodturn("quiet", "reminders", { what: "reminders" })],
			[who, goodturn("quiet", "off", { what: "off" })],
			[who, goodturn("quiet", "off", { what: "off" })],
			[who, goodturn("unlist")],
			[who, goodturn("pot")],
			[who, { slack: `/wallet ${handle(other)}`, discord: "wallet", typed: { with: at(other) } }],
			[who, { slack: "/leaderboard", discord: "leaderboard", typed: {} }],
			[who, { slack: "/favors", discord: "favors", typed: {} }],
			[
				root,
				goodturn("adjust", `${handle(other)} +${few} because of ${++count}`, {
					who: at(other),
					by: few,
					why: `${count}`,
				}),
			],
			[root, goodturn("topup", `${handle(other)} ${few}`, { who: at(other), amount: few })],
			[root, goodturn("exclude", `${handle(other)} because of ${++count}`, { who: at(other), why: `${count}` })],
			[root, goodturn("freeze", `${handle(other)} because of ${++count}`, { who: at(other), why: `${count}` })],
			[root, goodturn("health")],
		];
		const [by, line] = random.pick(lines);
		// Whoever was kept off or paused is let in again: once more ends it.
		const again = line.discord === "goodturn freeze" || line.discord === "goodturn exclude";
		return again ? [typed(crew, by, line), typed(crew, by, line)] : [typed(crew, by, line)];
	}

	return {
		async next() {
			const crew = random.pick(crews);
			const who = random.pick(crew.here);
			const luck = random.next();
			if (luck < 0.24) return thanks(crew, who);
			if (luck < 0.36) return favor(crew, who);
			if (luck < 0.6) return favorStep();
			if (luck < 0.7) return say(crew, who);
			if (luck < 0.74) return edit(crew);
			if (luck < 0.77) return erase(crew);
			if (luck < 0.9) return react(crew, who);
			return rarely(crew, who);
		},
		comings() {
			return crews.flatMap((crew): Act[] => {
				const { platform, here, left } = crew;
				const luck = random.next();
				if (luck < 0.2 && here.length > 12) {
					const [who = ""] = here.splice(1 + random.below(here.length - 1), 1);
					left.push(who);
					const thanker = random.pick(here);
					const line: Line = {
						slack: `/thanks ${handle(who)} for all`,
						discord: "thanks",
						typed: { to: at(who), for: "all" },
					};
					// On Discord nobody tells that they left: the bot sees it when somebody names them.
					return [
						{ what: `${who} leaves`, platform, play: (stage) => stage.leave(who) },
						...(random.chance(0.7) ? [typed(crew, thanker, line)] : []),
					];
				}
				if (luck < 0.3 && left.length > 0) {
					const [who = ""] = left.splice(random.below(left.length), 1);
					here.push(who);
					return [{ what: `${who} is back`, platform, play: (stage) => stage.comeBack(who) }, ...thanks(crew, who)];
				}
				if (luck > 0.75) {
					const who = newName();
					here.push(who);
					return [{ what: `${who} joins`, platform, play: async (stage) => stage.join(who) }, ...thanks(crew, who)];
				}
				return [];
			});
		},
	};
}
