// What people can do on a platform and what the bot said there, by names alone: so that the same script is played on any
// platform, and twice on the same one.

export type Platform = "slack" | "discord";

/** A person, or a group of them, in what is typed. */
export type Named = { person: string } | { group: string };

export type Typed = Record<string, string | number | boolean | Named>;

/** One command as each platform has it; `@name` on Slack, fields on Discord. */
export type Line = { slack: string; discord: string; typed: Typed };

/** What is filled into a form that opens; the rest stays as it is. */
export type Values = Record<string, string | Named>;

export type Pressed = "no button" | "pressed" | "form sent";

/** Something that the bot posted where it stays: `to` is `#channel` or `@name`. */
export type Posted = { to: string; words: string };

export type Stage = {
	platform: Platform;
	/** Somebody new is there. The first one runs the place. */
	join(name: string): void;
	leave(name: string): Promise<void>;
	comeBack(name: string): Promise<void>;
	/** People who can be named together. */
	group(name: string, people: string[]): void;
	/** `twice`: the platform tells it twice, where it ever does. */
	type(who: string, channel: string, line: Line, twice?: boolean): Promise<void>;
	/**
	 * Presses the newest button that they see and that does this, or begins with it where it ends with a colon; what opens
	 * is sent with these values.
	 */
	press(who: string, action: string, values?: Values): Promise<Pressed>;
	/** Opens a section of the settings and sends it with these values. */
	set(who: string, section: string, values: Values): Promise<void>;
	/** `{Name}` in the words is a mention. */
	say(who: string, channel: string, words: string, twice: boolean): Promise<void>;
	/** Messages are counted in the order in which they were said. */
	edit(message: number, words: string, twice: boolean): Promise<void>;
	erase(message: number, twice: boolean): Promise<void>;
	react(who: string, message: number, on: boolean, twice: boolean): Promise<void>;
	/** The same on the newest message of the bot's in a channel that has these words. */
	endorse(who: string, words: string, on: boolean, twice: boolean): Promise<"no message" | "reacted">;
	/** All that the bot posted for good, in order. */
	posted(): Posted[];
	/** The name of the channel that the platform knows by this id; of a thread, that in which it hangs. */
	channelOf(id: string): string;
	/** How many of what the bot posted stand there, and in its threads. */
	size(id: string): number;
	violations(): string[];
	close(): Promise<void>;
};

/** Resolves when nothing of what the bot heard is still being done. */
export type Idle = () => Promise<void>;

export const CHANNELS = ["general", "random", "help"] as const;

/** Four servers and two bots share a process, maybe on a busy machine: how prompt a bot is, other tests tell. */
export const PATIENCE_MS = 60_000;

/** Whoever is asked to try again does so: on a busy machine a bot may be too slow for the platform. */
export const ASKED_AGAIN = /[Pp]lease try (?:again|that once more)/;

/** Whether a button does this: an action that ends with a colon is the beginning of one. */
export const does = (wanted: string, action: string): boolean =>
	wanted.endsWith(":") ? action.startsWith(wanted) : action === wanted;

export function found<T>(thing: T | undefined, what: string): T {
	if (thing === undefined) throw new Error(`there is no ${what}`);
	return thing;
}
