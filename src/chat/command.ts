// The shape of a row in the command table. One row feeds the help, Slack's parsing and manifest, Discord's registration
// and the playground's completion; commands.ts holds the rows.

/** A typed field of a command, named as users see it on Discord (DESIGN section 6). */
export type CommandField = {
	name: string;
	/** At most 100 characters. */
	summary: string;
	required: boolean;
} & (
	| { type: "text"; maxLength: number; complete?: boolean }
	| { type: "number"; min: number; max: number }
	| { type: "person" }
	/** People who are named by one name: a user group, a role. */
	| { type: "group" }
	/** Yes or no. */
	| { type: "switch" }
	| { type: "choice"; choices: { label: string; value: string }[] }
);

export type Command = {
	/** Without the slash; 1 to 32 lower-case letters. */
	name: string;
	/** What it does, at most 100 characters. */
	summary: string;
	/** What may follow it, for Slack's hint, the help and the playground. */
	usage: string;
	/** Whole lines that people may type; the tests run them. */
	examples: string[];
	/** What else is worth knowing, a sentence or two each: shown where somebody asks for help with it. */
	more?: string[];
	fields: CommandField[];
	/** Only those who run the workspace may, and only their help shows it. */
	adminOnly?: boolean;
	/** `/goodturn` alone has these: typed as its first word, subcommands on Discord. */
	subcommands?: Subcommand[];
};

export type Subcommand = Omit<Command, "subcommands"> & {
	/** What it is about, where that is not whoever types it: the help groups them so. */
	about?: "channel" | "team";
};
