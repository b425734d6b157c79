// Favors: asked of one, of anyone, or for the team; then whatever step somebody may take, also by those who may not.
import { type Act, at, createDoing, handle, type Script } from "./acts.ts";
import type { Crew } from "./crew.ts";
import { TAGS } from "./thanks-acts.ts";

const SIZES = ["small", "normal", "big"];
const WHY = ["busy", "field", "away", "other"];

type Live = {
	id: number;
	crew: Crew;
	state: string;
	asker: string;
	target: string;
	helper: string;
	/** Who was told of it in private. */
	called: string[];
};

export function createFavorActs(script: Script) {
	const { random, crews, count, storage } = script;
	const { typed, pressed, someoneBut } = createDoing(script);

	function favor(crew: Crew, who: string): Act[] {
		const size = random.pick(SIZES);
		const of = random.chance(0.45) ? someoneBut(crew, who) : undefined;
		const forTeam = of === undefined && random.chance(0.1);
		const what = `look at ${count()} ${random.pick(TAGS)}`;
		const by = random.chance(0.2) ? "friday" : undefined;
		return [
			typed(crew, who, {
				slack: `/favor ${of ? handle(of) : forTeam ? "team" : "anyone"} ${what} ${size}${by ? ` by ${by}` : ""}`,
				discord: "favor",
				typed: { what, size, ...(of && { from: at(of) }), ...(by && { by }), ...(forTeam && { pays: "team" }) },
			}),
		];
	}

	async function oneThatLives(): Promise<Live | undefined> {
		const { db } = storage;
		const orderBy = [{ communityId: "asc" }, { id: "asc" }] as const;
		const live = await db.favor.findMany({ where: { endedAt: null }, orderBy: [...orderBy] });
		if (live.length === 0) return undefined;
		const { id, communityId, state, askerId, targetId, helperId } = random.pick(live);
		const members = await db.member.findMany({ where: { communityId } });
		const calls = await db.notice.findMany({
			where: { communityId, subject: `favor:${id}`, kind: "favor-call" },
			orderBy: { id: "asc" },
		});
		const nameOf = (memberId: number | null): string => members.find((member) => member.id === memberId)?.name ?? "";
		const asker = nameOf(askerId);
		const crew = crews.find(({ here, left }) => here.includes(asker) || left.includes(asker));
		if (!crew) return undefined;
		const called = [...new Set(calls.map(({ memberId }) => nameOf(memberId)))];
		return { id, crew, state, asker, target: nameOf(targetId), helper: nameOf(helperId), called };
	}

	/** One of the favors that live goes on. */
	async function favorStep(): Promise<Act[]> {
		const live = await oneThatLives();
		if (!live) return [];
		const { id, crew, state, asker, target, helper, called } = live;
		const step = (who: string, what: string, values = {}): Act[] =>
			crew.here.includes(who) ? [pressed(crew, who, `favor:${what}:${id}`, values)] : [];
		const luck = random.next();
		switch (state) {
			case "proposed":
				return luck < 0.8 ? step(someoneBut(crew, asker), "approve") : step(asker, "cancel");
			case "open":
				if (luck < 0.1) return step(asker, "cancel");
				if (target !== "") return luck < 0.6 ? step(target, "accept") : declined(live);
				if (luck < 0.3 && called.length > 0) return step(random.pick(called), luck < 0.2 ? "pass" : "accept");
				return step(someoneBut(crew, asker), "accept");
			case "accepted":
				if (luck < 0.5) return step(helper, "done");
				if (luck < 0.6) return step(helper, "on-the-house");
				if (luck < 0.7) return step(helper, "give-back");
				return luck < 0.75 ? step(asker, "cancel") : step(asker, "confirm");
			default:
				return luck < 0.7 ? step(asker, "confirm") : luck < 0.8 ? step(asker, "not-yet") : [];
		}
	}

	/** A no, maybe with somebody else's name; and what the asker makes of it. */
	function declined({ id, crew, asker, target }: Live): Act[] {
		if (!crew.here.includes(target)) return [];
		const instead = random.chance(0.4) ? { instead: at(someoneBut(crew, target)) } : {};
		const because = random.chance(0.3) ? { because: `reason ${count()}` } : {};
		const no = pressed(crew, target, `favor:decline:${id}`, { why: random.pick(WHY), ...because, ...instead });
		if (!crew.here.includes(asker)) return [no];
		const luck = random.next();
		if (luck < 0.35) return [no, pressed(crew, asker, `form:again:${id}:`)];
		return luck < 0.7 ? [no, pressed(crew, asker, `form:everybody:${id}`)] : [no];
	}

	return { favor, favorStep };
}
