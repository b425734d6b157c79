// Paints one message of the conversation, and the day above it where a new one begins.
// The same piece is used for the whole page and for what arrives later.
import type { Text } from "../../../chat/request.ts";
import { hasReacted, type Message } from "../chat.ts";
import { EMOJI } from "../desk.ts";
import { addressOf, BOT, nameOf, type View } from "../team.ts";
import type { Times } from "../times.ts";
import { Avatar } from "./avatar.tsx";
import { CardView, Mention } from "./card.tsx";
import { Icon } from "./icons.tsx";

/** Lines of one person this close together share one name. */
const SAME_BREATH_MS = 5 * 60_000;

export type MessageProps = {
	message: Message;
	before: Message | undefined;
	view: View;
	times: Times;
	/** What was said below it, in a thread of its own. */
	replies?: readonly Message[];
	/** It changed just now, under the reader's eyes. */
	fresh?: boolean;
};

/** A message, and the line of its day if it is the first of it. */
export function MessageWithDay(props: MessageProps) {
	const { message, before, times } = props;
	const newDay = !before || times.dayKey(before.at) !== times.dayKey(message.at);
	return (
		<>
			{newDay && (
				<li class="day" id={`day-${message.id}`}>
					<span>{times.day(message.at)}</span>
				</li>
			)}
			<MessageView {...props} />
		</>
	);
}

/** Messages with what was said below each; a reply whose message is out of sight stands by itself. */
export function inThreads(messages: readonly Message[]): { message: Message; replies: Message[] }[] {
	const shown = new Set(messages.map(({ id }) => id));
	const tops = messages.filter(({ parent }) => parent === undefined || !shown.has(parent));
	return tops.map((message) => ({ message, replies: messages.filter(({ parent }) => parent === message.id) }));
}

export const repliesId = (id: number): string => `r${id}`;

export function MessageView({ message, before, view, times, replies = [], fresh = false }: MessageProps) {
	const follows = isFollowing(message, before, times);
	const isPrivate = message.onlyFor !== undefined;
	return (
		<li id={`m${message.id}`} class={classesOf(message, follows, fresh)} data-author={message.author}>
			{follows ? <time class="gutter">{times.time(message.at)}</time> : <Avatar user={message.author} />}
			<div class="body">
				{isPrivate && (
					<p class="only-you">
						<Icon name="eye" size={16} /> Only visible to you
					</p>
				)}
				<p class={follows ? "by unseen" : "by"}>
					<span class="author">{nameOf(message.author)}</span>
					{message.author === BOT && <span class="tag">app</span>}
					<time>{times.time(message.at)}</time>
				</p>
				<Said message={message} view={view} />
				<Reactions message={message} view={view} />
				{isPrivate || message.author !== BOT || message.parent !== undefined ? null : (
					<ol class="replies" id={repliesId(message.id)} aria-label="Replies">
						{replies.map((reply) => (
							<MessageView message={reply} before={undefined} view={view} times={times} />
						))}
					</ol>
				)}
			</div>
			{isPrivate ? <Dismiss message={message} view={view} /> : <Menu message={message} view={view} />}
		</li>
	);
}

function isFollowing(message: Message, before: Message | undefined, times: Times): boolean {
	return (
		before !== undefined &&
		message.author !== BOT &&
		message.author === before.author &&
		message.at - before.at < SAME_BREATH_MS &&
		times.dayKey(before.at) === times.dayKey(message.at)
	);
}

function classesOf(message: Message, follows: boolean, fresh: boolean): string {
	const classes = ["message"];
	if (follows) classes.push("follows");
	if (message.onlyFor) classes.push("private");
	// Two names in turn, so that every change starts the animation anew.
	if (fresh && message.revision > 0) classes.push(message.revision % 2 ? "changed-odd" : "changed-even");
	return classes.join(" ");
}

function Said({ message, view }: { message: Message; view: View }) {
	const { said } = message;
	if (said.kind === "text") return <p class="said">{<Words text={said.text} view={view} />}</p>;
	return (
		<CardView
			card={said.card}
			viewer={view.user}
			press={{ to: `${addressOf(view)}/press`, where: String(message.id) }}
		/>
	);
}

function Words({ text, view }: { text: Text; view: View }) {
	return (
		<>
			{text.map((part) => {
				if (typeof part === "string") return part;
				const id = "user" in part ? part.user : part.group;
				return <Mention name={nameOf(id)} mine={id === view.user} />;
			})}
		</>
	);
}

function Reactions({ message, view }: { message: Message; view: View }) {
	if (message.reactions.length === 0) return null;
	return (
		<div class="reactions">
			{message.reactions.map(({ emoji, users }) => {
				const mine = hasReacted(message, view.user, emoji);
				const names = users.map(nameOf).join(", ");
				return (
					<React message={message} view={view} on={!mine}>
						<button
							type="submit"
							class={mine ? "reaction mine" : "reaction"}
							name="emoji"
							value={emoji}
							aria-pressed={mine ? "true" : "false"}
							title={names}
							aria-label={`${emoji} ${users.length}: ${names}`}
						>
							<span class="emoji">{emoji}</span> {users.length}
						</button>
					</React>
				);
			})}
		</div>
	);
}

function React(props: { message: Message; view: View; on: boolean; children: unknown }) {
	const { message, view, on, children } = props;
	return (
		<form hx-post={`${addressOf(view)}/react`} hx-swap="none" hx-sync="this:drop">
			<input type="hidden" name="message" value={message.id} />
			<input type="hidden" name="on" value={String(on)} />
			{children}
		</form>
	);
}

/** What one can do with a message: behind one button, that pointing and focusing bring up and a phone always shows. */
function Menu({ message, view }: { message: Message; view: View }) {
	const author = nameOf(message.author);
	const others = message.author !== view.user && message.author !== BOT;
	return (
		<details class="menu">
			<summary aria-label={`React to what ${author} said, and more`} title="React, and more">
				<Icon name="smile" />
			</summary>
			<div class="choices">
				<div class="palette">
					{EMOJI.map((emoji) => (
						<React message={message} view={view} on={!hasReacted(message, view.user, emoji)}>
							<button type="submit" class="emoji" name="emoji" value={emoji} aria-label={`React with ${emoji}`}>
								{emoji}
							</button>
						</React>
					))}
				</div>
				{others && <p class="small">💐 says thanks. The others are just for fun.</p>}
				{message.author === view.user && (
					<form hx-post={`${addressOf(view)}/unsay`} hx-swap="none" hx-sync="this:drop">
						<input type="hidden" name="message" value={message.id} />
						<button type="submit" class="entry">
							Delete this message
						</button>
					</form>
				)}
				{others && (
					<form hx-post={`${addressOf(view)}/menu`} hx-swap="none" hx-sync="this:drop">
						<input type="hidden" name="message" value={message.id} />
						<button type="submit" class="entry" name="entry" value="say_thanks">
							Say thanks to {author}…
						</button>
						<button type="submit" class="entry" name="entry" value="ask_favor">
							Ask {author} a favor…
						</button>
					</form>
				)}
			</div>
		</details>
	);
}

function Dismiss({ message, view }: { message: Message; view: View }) {
	return (
		<form class="dismiss" hx-post={`${addressOf(view)}/dismiss`} hx-swap="none" hx-sync="this:drop">
			<input type="hidden" name="message" value={message.id} />
			<button type="submit" class="quiet" aria-label="Dismiss this message" title="Dismiss">
				<Icon name="close" size={16} />
			</button>
		</form>
	);
}
