// What a command of the command line was asked, and where it answers.
import type { Storage } from "../storage/storage.ts";

export type Asked = {
	storage: Storage;
	options: { json?: boolean; now?: string; community?: string };
	/** What follows the command's name. */
	names: string[];
	print(text: string): void;
};

/** Resolves with the exit code: 0 well, 1 found something wrong. Throws Usage. */
export type CliCommand = (asked: Asked) => Promise<number>;

/** A call that cannot be understood: said with how to call it. */
export class Usage extends Error {
	override name = "Usage";
	/** How to call it; without, how to call anything. */
	readonly howTo: string | undefined;
	constructor(message: string, howTo?: string) {
		super(message);
		this.howTo = howTo;
	}
}
