// What Goodturn says, the same on every platform: a closed union that each adapter paints with one switch.
// Strings in it are plain text: an adapter escapes them, and nothing in them may ever become a ping or markup.

/** A member named in a line. `user` is their id in the workspace that the card goes to; only `ping` makes it a mention. */
export type PersonSpan = { person: string; user: string | undefined; ping: boolean };

export type Span =
	| string
	| PersonSpan
	| { strong: string }
	/** What somebody types: a command, shown as code. */
	| { code: string };

export type Line = Span[];

export type Button = {
	/** DESIGN section 7: people learn them. At most 30 characters. */
	label: string;
	/** Comes back as the intent `press`. At most 84 characters: Discord has room for no more beside the server's id. */
	action: string;
	style?: "primary" | "danger";
};

export type Block =
	| { kind: "heading"; text: string }
	| { kind: "text"; line: Line }
	/** Lines that belong together, each with its own sign or number in front, if any. */
	| { kind: "list"; items: Line[] }
	/** Labels and values side by side: at most ten. */
	| { kind: "facts"; facts: { label: string; value: Line }[] }
	/** Somebody's own words, set apart. */
	| { kind: "quote"; text: string }
	/** Small print. */
	| { kind: "small"; line: Line }
	| { kind: "divider" }
	/** At most five in a row. */
	| { kind: "buttons"; buttons: Button[] };

/** At most 25 blocks and 2,500 characters in all, so that it fits every platform. */
export type Card = { blocks: Block[] };

const spanText = (span: Span): string =>
	typeof span === "string" ? span : "person" in span ? span.person : "strong" in span ? span.strong : span.code;

export const lineText = (line: Line): string => line.map(spanText).join("");

/** All that a card says and offers, as plain text: for notifications, for screen readers, for logs of what was said. */
export function plainText(card: Card): string {
	return card.blocks
		.flatMap((block): string[] => {
			switch (block.kind) {
				case "heading":
				case "quote":
					return [block.text];
				case "text":
				case "small":
					return [lineText(block.line)];
				case "list":
					return block.items.map(lineText);
				case "facts":
					return block.facts.map((fact) => `${fact.label}: ${lineText(fact.value)}`);
				case "buttons":
					return [`Buttons: ${block.buttons.map(({ label }) => label).join(" · ")}`];
				case "divider":
					return [];
			}
		})
		.join("\n");
}

/**
 * What buttons are called for who does not see where they stand: on a card on which several have the same label, each is
 * told apart by the line above it.
 */
export function spokenLabels({ blocks }: Card): Map<Button, string> {
	const all = blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
	const spoken = new Map<Button, string>();
	let above: string | undefined;
	for (const block of blocks) {
		if (block.kind === "text") above = lineText(block.line);
		else if (block.kind === "quote") above = block.text;
		if (block.kind !== "buttons") continue;
		for (const button of block.buttons) {
			const isAlone = all.filter(({ label }) => label === button.label).length === 1;
			if (!isAlone && above !== undefined) spoken.set(button, `${button.label}: ${above}`);
		}
	}
	return spoken;
}
