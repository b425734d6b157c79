// The left column: the channels, the conversation with Goodturn, and the teammate that the visitor is.
// On a phone it opens over the chat.
import { addressOf, BOT, CHANNELS, directOf, isAdmin, nameOf, TEAMMATES, type View } from "../team.ts";
import { Avatar } from "./avatar.tsx";
import { Icon } from "./icons.tsx";

/** How much nobody has read yet: in a conversation, and of what is for one teammate alone. */
export type Unread = { in: (view: View) => number; privately: (user: string) => number };

export function Side({ view, unread }: { view: View; unread: Unread }) {
	return (
		<nav id="side" popover="auto" aria-label="Conversations and teammates">
			<header class="brand">
				<span class="logo">
					<Icon name="mark" size={24} />
				</span>
				<span class="brand-name">Goodturn</span>
				<span class="tag">playground</span>
				<button
					type="button"
					class="quiet only-phone"
					popovertarget="side"
					popovertargetaction="hide"
					aria-label="Close"
				>
					<Icon name="close" />
				</button>
			</header>
			<div id="side-lists">
				<SideLists view={view} unread={unread} />
			</div>
		</nav>
	);
}

export function SideLists({ view, unread }: { view: View; unread: Unread }) {
	return (
		<>
			<h2>Channels</h2>
			<ul>
				{CHANNELS.map((channel) => (
					<Conversation view={{ user: view.user, conversation: channel.id }} here={view} unread={unread}>
						<span class="hash" aria-hidden="true">
							#
						</span>
						{channel.id}
					</Conversation>
				))}
			</ul>
			<h2>Direct messages</h2>
			<ul>
				<Conversation view={{ user: view.user, conversation: directOf(view.user) }} here={view} unread={unread}>
					<Avatar user={BOT} small />
					Goodturn
				</Conversation>
			</ul>
			<h2>
				You are <span class="note">sample teammates</span>
			</h2>
			<ul>
				{TEAMMATES.map(({ user }) => (
					<Teammate user={user} here={view} unread={unread} />
				))}
			</ul>
		</>
	);
}

function Conversation(props: { view: View; here: View; unread: Unread; children: unknown }) {
	const { view, here, unread, children } = props;
	const isHere = view.conversation === here.conversation;
	const count = isHere ? 0 : unread.in(view);
	return (
		<li>
			<a href={addressOf(view)} aria-current={isHere ? "page" : undefined} class={count > 0 ? "unread" : ""}>
				{children}
				<Badge count={count} what="unread" />
			</a>
		</li>
	);
}

function Teammate({ user, here, unread }: { user: string; here: View; unread: Unread }) {
	const isMe = user === here.user;
	const count = isMe ? 0 : unread.privately(user);
	// Their own conversation with Goodturn stays private: another teammate opens theirs.
	const there = here.conversation.startsWith("direct-") ? directOf(user) : here.conversation;
	return (
		<li>
			<a href={addressOf({ user, conversation: there })} aria-current={isMe ? "true" : undefined} class="teammate">
				<Avatar user={user} small />
				{nameOf(user)}
				{isAdmin(user) && <span class="note">admin</span>}
				{isMe && <span class="note">you</span>}
				<Badge count={count} what="private messages unread" />
			</a>
		</li>
	);
}

/** Whether anything in the drawer wants to be seen, for a phone, where it is closed. */
export function SideDot({ view, unread }: { view: View; unread: Unread }) {
	const elsewhere = [...CHANNELS.map((channel) => channel.id), directOf(view.user)].filter(
		(one) => one !== view.conversation,
	);
	const others = TEAMMATES.filter(({ user }) => user !== view.user);
	const any =
		elsewhere.some((conversation) => unread.in({ user: view.user, conversation }) > 0) ||
		others.some(({ user }) => unread.privately(user) > 0);
	return any ? <span class="unseen">, something unread</span> : null;
}

const Badge = ({ count, what }: { count: number; what: string }) =>
	count > 0 ? (
		<span class="badge">
			{count > 99 ? "99+" : count}
			<span class="unseen"> {what}</span>
		</span>
	) : null;
