// What an act is, and what all who make acts share: chance, who is there, and the few forms that acts have.
import type { Storage } from "../../src/storage/storage.ts";
import type { Random } from "../simulation/random.ts";
import { type Crew, others } from "./crew.ts";
import { CHANNELS, type Line, type Named, type Stage, type Values } from "./stage.ts";
import type { Theatre } from "./theatre.ts";

/** Plays in one theatre, and says what came of it, where that must be the same in all. */
export type Act = { kind: string; what: string; play(theatre: Theatre): Promise<unknown> };

export type Script = {
	random: Random;
	crews: Crew[];
	newName(): string;
	/** The book of one of the theatres, to see what lives; what people may do is the bot's to say. */
	storage: Storage;
	/** A number that was not there before: what is said is told apart by it. */
	count(): number;
};

export const at = (person: string): Named => ({ person });
export const handle = (name: string): string => `@${name.toLowerCase()}`;

export const goodturn = (sub: string, rest = "", typed: Line["typed"] = {}): Line => ({
	slack: `/goodturn ${sub}${rest && ` ${rest}`}`,
	discord: `goodturn ${sub}`,
	typed,
});

/** One in so many events is told twice. */
const TWICE = 0.2;

export function createDoing({ random }: Script) {
	const on = (crew: Crew, kind: string, what: string, play: (stage: Stage) => Promise<unknown>): Act => ({
		kind: `${crew.platform}: ${kind}`,
		what,
		play: ({ stages }) => play(stages[crew.platform]),
	});
	const isTwice = (): boolean => random.chance(TWICE);
	const twiceWords = (twice: boolean): string => (twice ? ", told twice" : "");
	return {
		on,
		isTwice,
		twiceWords,
		channel: (): string => random.pick(CHANNELS),
		someoneBut: (crew: Crew, who: string): string => others(random, crew, who),
		typed(crew: Crew, who: string, line: Line, channel: string = random.pick(CHANNELS)): Act {
			// Discord tells of a command once.
			const twice = crew.platform === "slack" && isTwice();
			const kind = line.slack.startsWith("/goodturn") ? line.discord : (line.slack.split(" ")[0] ?? "");
			const what = `${who} in #${channel}: ${line.slack}${twiceWords(twice)}`;
			return on(crew, kind, what, (stage) => stage.type(who, channel, line, twice));
		},
		pressed(crew: Crew, who: string, action: string, values: Values = {}): Act {
			const kind = `[${action.split(":").slice(0, 2).join(":")}]`;
			return on(crew, kind, `${who} presses ${action}`, (stage) => stage.press(who, action, values));
		},
	};
}
