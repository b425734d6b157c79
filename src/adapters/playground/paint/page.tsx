// The whole page: three columns on a desk, one with two drawers on a phone. Everything that moves later has an id here,
// and live.tsx sends the same pieces again.
import type { Command } from "../../../chat/command.ts";
import { ASSETS } from "../assets.ts";
import type { Message } from "../chat.ts";
import { addressOf, isDirect, nameOf, type View } from "../team.ts";
import { Aside, type AsideProps } from "./aside.tsx";
import { Avatar } from "./avatar.tsx";
import { Composer, purposeOf, Suggestions } from "./composer.tsx";
import { Icon } from "./icons.tsx";
import { inThreads, MessageWithDay } from "./message.tsx";
import { Side, SideDot, type Unread } from "./side.tsx";

export type PageProps = AsideProps & {
	messages: Message[];
	unread: Unread;
	commands: readonly Command[];
	/** What this page shows: the live connection goes on from there. */
	version: string;
};

export function Page(props: PageProps) {
	const { view, messages, unread, commands, times } = props;
	return (
		<Document title={`${titleOf(view)} · ${nameOf(view.user)} · Goodturn playground`}>
			<a class="skip" href="#typed">
				Skip to the message box
			</a>
			<Side view={view} unread={unread} />
			<main>
				<Head view={view} unread={unread} />
				<div id="log" role="log" aria-label={`Messages in ${titleOf(view)}`} tabindex={0}>
					<ol id="messages">
						<Messages messages={messages} view={view} times={times} />
					</ol>
					<Empty view={view} />
				</div>
				<button type="button" id="newer" hidden>
					<Icon name="down" size={16} /> New messages
				</button>
				<Composer view={view} commands={commands} />
			</main>
			<Aside {...props} />
			<div id="dialogs"></div>
			<div id="toasts" role="status" aria-live="polite"></div>
			<div id="offline" role="status" hidden>
				Not connected. Trying again…
			</div>
			<div
				id="live"
				hx-sse:connect={`${addressOf(view)}/live?since=${encodeURIComponent(props.version)}`}
				hx-swap="none"
				hx-config='{"sse":{"reconnectDelay":300,"reconnectMaxDelay":2000}}'
				hidden
			></div>
			<noscript>
				<p class="noscript">The playground needs JavaScript: its own, from this machine.</p>
			</noscript>
		</Document>
	);
}

function Document({ title, children }: { title: string; children: unknown }) {
	return (
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
				<meta name="color-scheme" content="light dark" />
				<meta name="htmx-config" content='{"history":false,"includeIndicatorCSS":false,"extensions":"sse"}' />
				<title>{title}</title>
				<link rel="icon" href={ASSETS.icon} type="image/svg+xml" />
				<link rel="stylesheet" href={ASSETS.style} />
				<script src={ASSETS.script} defer></script>
			</head>
			<body>{children}</body>
		</html>
	);
}

function Head({ view, unread }: { view: View; unread: Unread }) {
	return (
		<header class="head">
			<button type="button" class="quiet only-phone dot" popovertarget="side" aria-label="Channels and teammates">
				<Icon name="menu" />
				<span id="side-dot">
					<SideDot view={view} unread={unread} />
				</span>
			</button>
			<div class="where">
				<h1>{titleOf(view)}</h1>
				<p>{purposeOf(view)}</p>
			</div>
			<span class="as">
				<Avatar user={view.user} small /> {nameOf(view.user)}
			</span>
			<button
				type="button"
				class="quiet only-phone"
				popovertarget="side"
				aria-label={`You are ${nameOf(view.user)}: be somebody else`}
			>
				<Avatar user={view.user} small />
			</button>
			<button type="button" class="quiet only-phone" popovertarget="aside" aria-label="Wallet and clock">
				<Icon name="wallet" />
			</button>
		</header>
	);
}

const titleOf = (view: View): string => (isDirect(view.conversation) ? "Goodturn" : `#${view.conversation}`);

export function Messages({ messages, view, times }: Pick<PageProps, "messages" | "view" | "times">) {
	return (
		<>
			{inThreads(messages).map(({ message, replies }, index, all) => (
				<MessageWithDay
					message={message}
					replies={replies}
					before={all[index - 1]?.message}
					view={view}
					times={times}
				/>
			))}
		</>
	);
}

function Empty({ view }: { view: View }) {
	const title = isDirect(view.conversation)
		? "This is between you and Goodturn."
		: "Nothing here yet. Do somebody a good turn.";
	return (
		<div class="empty">
			<Icon name="mark" size={44} />
			<h2>{title}</h2>
			<p>You are {nameOf(view.user)}, a sample teammate. Be somebody else whenever you like, in another tab too.</p>
			<Suggestions view={view} />
		</div>
	);
}
