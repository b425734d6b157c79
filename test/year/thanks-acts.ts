// Ways to say thanks, and to take them back: by command, to groups, in plain messages, by reactions, and by a reaction on
// somebody else's thanks.
import { type Act, at, createDoing, goodturn, handle, type Script } from "./acts.ts";
import { type Crew, GROUPS } from "./crew.ts";
import type { Line } from "./stage.ts";

type Said = { index: number; author: string; reactors: Set<string> };
/** A public thanks, known by its words. */
type Thanked = { words: string; endorsers: Set<string> };

/** So many of a platform's last messages people still react to and correct. */
const REMEMBERED = 40;
const LINES_REMEMBERED = 12;
const TAKEN_BACK = 0.4;
export const TAGS = ["#sql", "#deploy", "#design", "#ops"];

export function createThanksActs(script: Script) {
	const { random, crews, count } = script;
	const { on, typed, pressed, someoneBut, isTwice, twiceWords, channel } = createDoing(script);
	const said = new Map(crews.map(({ platform }) => [platform, [] as Said[]]));
	const spoken = new Map(crews.map(({ platform }) => [platform, 0]));
	const lines = new Map(crews.map(({ platform }) => [platform, [] as Thanked[]]));

	function thanks(crew: Crew, who: string): Act[] {
		const [to, and] = [someoneBut(crew, who), someoneBut(crew, who)];
		const several = to !== and && random.chance(0.2);
		const amount = random.chance(0.2) ? 2 : 1;
		const words = `thing ${count()}x`;
		const reason = `${words} ${random.pick(TAGS)}`;
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
		if (!privately) lines.get(crew.platform)?.push({ words, endorsers: new Set() });
		const act = typed(crew, who, line);
		return random.chance(0.07) ? [act, typed(crew, who, goodturn("undo"))] : [act];
	}

	/** On Discord somebody is named beside the group. */
	function toGroup(crew: Crew, who: string): Act[] {
		const [group, to] = [random.pick(GROUPS), someoneBut(crew, who)];
		const reason = `work ${count()}`;
		const line: Line = {
			slack: `/thanks @${group} for ${reason}`,
			discord: "thanks",
			typed: { to: at(to), group: { group }, for: reason },
		};
		const luck = random.next();
		const then = luck < 0.7 ? [pressed(crew, who, "thanks:send:")] : [];
		return [typed(crew, who, line), ...(luck > 0.85 ? [pressed(crew, who, "thanks:cancel:")] : then)];
	}

	function endorse(crew: Crew, who: string): Act[] {
		const known = (lines.get(crew.platform) ?? []).slice(-LINES_REMEMBERED);
		if (known.length === 0) return [];
		const { words, endorsers } = random.pick(known);
		const by = oneOf(crew, endorsers) ?? who;
		const isOn = !endorsers.delete(by);
		if (isOn) endorsers.add(by);
		const twice = isTwice();
		const what = `${by} ${isOn ? "endorses" : "no longer endorses"} “${words}”${twiceWords(twice)}`;
		return [on(crew, isOn ? "endorse" : "endorse no more", what, (stage) => stage.endorse(by, words, isOn, twice))];
	}

	/** Now and then one of those who reacted takes it back. */
	function oneOf({ here }: Crew, reactors: ReadonlySet<string>): string | undefined {
		const there = here.filter((name) => reactors.has(name));
		return there.length > 0 && random.chance(TAKEN_BACK) ? random.pick(there) : undefined;
	}

	const remembered = ({ platform }: Crew): Said[] => said.get(platform)?.slice(-REMEMBERED) ?? [];
	const ofThoseHere = (crew: Crew): Said[] => remembered(crew).filter(({ author }) => crew.here.includes(author));

	function say(crew: Crew, who: string): Act[] {
		const gives = random.chance(0.4);
		const words = gives ? `thanks {${someoneBut(crew, who)}} for word ${count()}` : `the news of today, ${count()}`;
		const [place, twice] = [channel(), isTwice()];
		const index = spoken.get(crew.platform) ?? 0;
		spoken.set(crew.platform, index + 1);
		said.get(crew.platform)?.push({ index, author: who, reactors: new Set() });
		const what = `${who} says in #${place}: ${words}${twiceWords(twice)}`;
		return [on(crew, gives ? "say thanks" : "say", what, (stage) => stage.say(who, place, words, twice))];
	}

	function edit(crew: Crew): Act[] {
		const mine = ofThoseHere(crew);
		if (mine.length === 0) return [];
		const { index, author } = random.pick(mine);
		const gives = random.chance(0.5);
		const words = gives ? `{${someoneBut(crew, author)}} ++ for word ${count()}` : `never mind, ${count()}`;
		const twice = isTwice();
		const what = `${author} edits message ${index}: ${words}${twiceWords(twice)}`;
		return [on(crew, "edit", what, (stage) => stage.edit(index, words, twice))];
	}

	function erase(crew: Crew): Act[] {
		const mine = ofThoseHere(crew);
		if (mine.length === 0) return [];
		const message = random.pick(mine);
		const all = said.get(crew.platform) ?? [];
		all.splice(all.indexOf(message), 1);
		const twice = isTwice();
		const what = `${message.author} deletes message ${message.index}${twiceWords(twice)}`;
		return [on(crew, "delete", what, (stage) => stage.erase(message.index, twice))];
	}

	function react(crew: Crew, who: string): Act[] {
		const messages = remembered(crew).filter(({ author }) => author !== who);
		if (messages.length === 0) return [];
		const { index, reactors } = random.pick(messages);
		const by = oneOf(crew, reactors) ?? who;
		const isOn = !reactors.delete(by);
		if (isOn) reactors.add(by);
		const twice = isTwice();
		const what = `${by} ${isOn ? "reacts to" : "takes their reaction from"} message ${index}${twiceWords(twice)}`;
		return [on(crew, isOn ? "react" : "unreact", what, (stage) => stage.react(by, index, isOn, twice))];
	}

	return { thanks, toGroup, endorse, say, edit, erase, react };
}
