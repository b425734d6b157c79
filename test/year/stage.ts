// What people can do on a platform and what the bot said there, by names alone: so that the same script is played on any
// platform, and twice on the same one.

export type Platform = "slack" | "discord";

/** A person in what is typed. */
export type Named = { person: string };

/** One command as each platform has it; `@name` on Slack, fields on Discord. */
export type Line = { slack: string; discord: string; typed: Record<string, string | number | boolean | Named> };

export type Pressed = "no button" | "pressed" | "form sent";

/** Something that the bot posted where it stays: `to` is `#channel` or `@name`. */
export type Posted = { to: string; words: string };

export type Stage = {
	platform: Platform;
	/** Somebody new is there. The first one runs the place. */
	join(name: string): void;
	leave(name: string): Promise<void>;
	comeBack(name: string): Promise<void>;
	type(who: string, channel: string, line: Line): Promise<void>;
	/** Presses the newest button that they see and that does this; what opens is sent with these values. */
	press(who: string, action: string, values?: Record<string, string>): Promise<Pressed>;
	/** Opens a section of the settings and sends it with these values. */
	set(who: string, section: string, values: Record<string, string>): Promise<void>;
	/** `{Name}` in the words is a mention. `twice`: the platform tells it twice. */
	say(who: string, channel: string, words: string, twice: boolean): Promise<number>;
	edit(message: number, words: string): Promise<void>;
	erase(message: number): Promise<void>;
	react(who: string, message: number, on: boolean, twice: boolean): Promise<void>;
	/** All that the bot posted for good, in order. */
	posted(): Posted[];
	violations(): string[];
	close(): Promise<void>;
};

export const CHANNELS = ["general", "random", "help"] as const;

/** Four servers and two bots share a process, maybe on a busy machine: how prompt a bot is, other tests tell. */
export const PATIENCE_MS = 60_000;
