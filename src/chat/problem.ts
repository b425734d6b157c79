// What somebody typed that cannot be understood, with words that say what to do next. The counterpart of a Refusal
// for input that never reaches the rules.
import type { Line } from "./card.ts";

export class Problem extends Error {
	override name = "Problem";
	/** The field of a form that is to be mended, if one is. */
	readonly field: string | undefined;
	readonly line: Line;
	/** What they typed, so that nothing is lost. */
	readonly typed: string | undefined;
	constructor(line: Line, { field, typed }: { field?: string; typed?: string | undefined } = {}) {
		super("a person can mend this");
		this.line = line;
		this.field = field;
		this.typed = typed;
	}
}
