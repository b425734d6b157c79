// What a team does on a day, from a seed: one act at a time, each the same in every theatre.
import { type Act, at, createDoing, handle, type Script } from "./acts.ts";
import type { Crew } from "./crew.ts";
import { createFavorActs } from "./favor-acts.ts";
import { createSettingActs } from "./setting-acts.ts";
import type { Line } from "./stage.ts";
import { createThanksActs } from "./thanks-acts.ts";

export type Play = {
	/** The next thing that somebody does, maybe with what follows from it. */
	next(): Promise<Act[]>;
	/** Who leaves, comes back or is new in a week. */
	comings(): Promise<Act[]>;
};

/** The bot is started anew so often. */
const RESTARTS = 0.004;
/** Nobody leaves a platform on which so few are left. */
const FEW = 12;

export function createPlay(script: Script): Play {
	const { random, crews, newName, storage } = script;
	const { on, typed } = createDoing(script);
	const { thanks, toGroup, endorse, say, edit, erase, react } = createThanksActs(script);
	const { favor, favorStep } = createFavorActs(script);
	const { forOneself, hints, channelMode, settings, correction } = createSettingActs(script);

	const restart: Act = { kind: "restart", what: "the bot is restarted", play: (theatre) => theatre.restart() };

	/** Rather somebody in debt for whom others vouched, if there is one: what becomes of that is rare by itself. */
	async function whoLeaves({ here }: Crew): Promise<string> {
		const standing = await storage.db.vouch.findMany({ where: { state: "standing" }, orderBy: { id: "asc" } });
		for (const { communityId, memberId: id } of standing) {
			const member = await storage.db.member.findFirst({ where: { communityId, id } });
			const account = await storage.db.account.findFirst({ where: { communityId, id } });
			const index = here.indexOf(member?.name ?? "");
			if (index > 0 && (account?.balance ?? 0) < 0) return member?.name ?? "";
		}
		return here[1 + random.below(here.length - 1)] ?? "";
	}

	async function leaves(crew: Crew): Promise<Act[]> {
		const who = await whoLeaves(crew);
		crew.here.splice(crew.here.indexOf(who), 1);
		crew.left.push(who);
		const line: Line = {
			slack: `/thanks ${handle(who)} for all`,
			discord: "thanks",
			typed: { to: at(who), for: "all" },
		};
		// On Discord nobody tells that they left: the bot sees it when somebody names them.
		return [
			on(crew, "leave", `${who} leaves`, (stage) => stage.leave(who)),
			...(random.chance(0.7) ? [typed(crew, random.pick(crew.here), line)] : []),
		];
	}

	async function comesBack(crew: Crew): Promise<Act[]> {
		const [who = ""] = crew.left.splice(random.below(crew.left.length), 1);
		crew.here.push(who);
		const member = await storage.db.member.findFirst({ where: { name: who } });
		const when = member?.settledAt ? "after they were settled" : member?.leftAt ? "in time" : "before anybody noticed";
		const what = `${who} comes back ${when}`;
		return [on(crew, `come back ${when}`, what, (stage) => stage.comeBack(who)), ...thanks(crew, who)];
	}

	function joins(crew: Crew): Act[] {
		const who = newName();
		crew.here.push(who);
		return [on(crew, "join", `${who} joins`, async (stage) => stage.join(who)), ...thanks(crew, who)];
	}

	return {
		async next() {
			if (random.chance(RESTARTS)) return [restart];
			const crew = random.pick(crews);
			const who = random.pick(crew.here);
			const luck = random.next();
			if (luck < 0.2) return thanks(crew, who);
			if (luck < 0.23) return toGroup(crew, who);
			if (luck < 0.35) return favor(crew, who);
			if (luck < 0.59) return favorStep();
			if (luck < 0.66) return say(crew, who);
			if (luck < 0.69) return edit(crew);
			if (luck < 0.72) return erase(crew);
			if (luck < 0.81) return react(crew, who);
			if (luck < 0.86) return endorse(crew, who);
			if (luck < 0.92) return forOneself(crew, who);
			if (luck < 0.935) return hints(crew, who);
			if (luck < 0.965) return channelMode(crew, who);
			return luck < 0.975 ? settings(crew) : correction(crew);
		},
		async comings() {
			const acts: Act[] = [];
			for (const crew of crews) {
				const luck = random.next();
				if (luck < 0.2 && crew.here.length > FEW) acts.push(...(await leaves(crew)));
				else if (luck < 0.32 && crew.left.length > 0) acts.push(...(await comesBack(crew)));
				else if (luck > 0.75) acts.push(...joins(crew));
			}
			return acts;
		},
	};
}
