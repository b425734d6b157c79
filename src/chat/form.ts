// A form, the same on every platform: a modal on Slack and Discord, a dialog in the playground.
// It comes back as the intent `submit` with its id, its context and its fields.

export type Field = {
	/** The name that the field has in the command table. */
	id: string;
	/** At most 45 characters. */
	label: string;
	/** At most 100 characters. */
	hint?: string;
	optional: boolean;
} & (
	| { kind: "text"; multiline: boolean; maxLength: number; value?: string; placeholder?: string }
	/** At most 25 options. */
	| { kind: "choice"; options: { label: string; value: string }[]; value?: string }
	/** One person of the workspace; the value is a user id. */
	| { kind: "person"; value?: string }
);

export type Form = {
	id: string;
	/** At most 24 characters. */
	title: string;
	/** The label of the button that sends it. At most 24 characters. */
	submit: string;
	/** Comes back unchanged. At most 60 characters. */
	context: string;
	/** At most five. */
	fields: Field[];
};
