// The message box, with what its completion knows as data beside it; client/compose.ts does the completing.
import type { Command, CommandField } from "../../../chat/command.ts";
import { addressOf, CHANNELS, GROUPS, isDirect, nameOf, TEAMMATES, type View } from "../team.ts";
import { MAX_TYPED } from "../typed.ts";
import { Icon } from "./icons.tsx";

export function Composer({ view, commands }: { view: View; commands: readonly Command[] }) {
	const where = isDirect(view.conversation) ? "Goodturn" : `#${view.conversation}`;
	return (
		<form
			id="composer"
			hx-post={`${addressOf(view)}/say`}
			hx-swap="none"
			hx-sync="this:queue all"
			data-vocabulary={JSON.stringify(vocabulary(view, commands))}
		>
			<div id="completion" role="listbox" aria-label="Suggestions" hidden></div>
			<p id="usage" aria-live="polite" hidden></p>
			<div class="box">
				<textarea
					id="typed"
					name="text"
					rows={1}
					maxlength={MAX_TYPED}
					placeholder={`Message ${where}, or / for commands`}
					aria-label={`Message ${where}`}
					aria-autocomplete="list"
					aria-haspopup="listbox"
					aria-controls="completion"
					autocomplete="off"
				></textarea>
				<button type="submit" class="send" aria-label="Send" title="Send">
					<Icon name="send" />
				</button>
			</div>
		</form>
	);
}

/** What can be completed: commands with their words, and people to mention. */
const vocabulary = (view: View, commands: readonly Command[]) => ({
	commands: commands.map(({ name, summary, usage, fields, subcommands = [] }) => ({
		name,
		summary,
		usage,
		choices: choicesOf(fields),
		subcommands: subcommands.map((sub) => ({
			...sub,
			examples: undefined,
			fields: undefined,
			choices: choicesOf(sub.fields),
		})),
	})),
	people: [
		...TEAMMATES.filter((one) => one.user !== view.user).map(({ name }) => ({ name, about: "sample teammate" })),
		...GROUPS.map(({ name, members = [] }) => ({ name, about: members.map(nameOf).join(", ") })),
	],
});

/** Where free text may follow, any word could be meant as it stands, and nothing is offered. */
const choicesOf = (fields: readonly CommandField[]) =>
	fields.some((field) => field.type === "text")
		? []
		: fields.flatMap((field) => (field.type === "choice" ? field.choices : []));

/** What an empty conversation suggests: they fill the message box, and sending stays with the visitor. */
export function Suggestions({ view }: { view: View }) {
	const other = TEAMMATES.find((one) => one.user !== view.user)?.name ?? "";
	const say = (text: string, label: string) => (
		<li>
			<button type="button" class="suggestion" data-fill={text}>
				<span>{label}</span>
				{text.startsWith("/") ? <code>{text}</code> : <q>{text}</q>}
			</button>
		</li>
	);
	if (isDirect(view.conversation))
		return (
			<ul class="suggestions">
				{say("/wallet", "Look into your wallet")}
				{say("/favors", "See what waits for somebody")}
				{say("/goodturn help", "Ask what it can do")}
			</ul>
		);
	return (
		<ul class="suggestions">
			{say(`/thanks @${other} for the review`, "Thank somebody")}
			{say("/favor anyone look at my pull request", "Ask for a favor")}
			{say("The flaky test is fixed!", `Say something, then be ${other} and react with 💐`)}
		</ul>
	);
}

export const purposeOf = (view: View): string =>
	CHANNELS.find((channel) => channel.id === view.conversation)?.purpose ?? "Private: only the two of you read this";
