// What somebody typed that cannot be understood, with words that say what to do next. The counterpart of a Refusal
// for input that never reaches the rules.
import type { Line } from "./card.ts";

export class Problem extends Error {
	override name = "Problem";
	readonly line: Line;
	/** The field of a form that is to be mended. */
	readonly field: string | undefined;
	constructor(line: Line, field?: string) {
		super("a person can mend this");
		this.line = line;
		this.field = field;
	}
}

/** Throws a Problem that tells the limit. Characters are counted as people count them, as far as they are code points. */
export function mustFit(typed: string, most: number, what: string, field: string): void {
	const length = [...typed].length;
	if (length <= most) return;
	throw new Problem(
		[`${what} has up to ${most} characters, and this one has ${length}. Shorten it and send it again.`],
		field,
	);
}
