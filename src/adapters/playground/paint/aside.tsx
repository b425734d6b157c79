// The right column: the wallet of the teammate that the visitor is, and the playground's clock, which only its buttons move.
// On a phone it opens over the chat.
import type { Card } from "../../../chat/card.ts";
import { addressOf, nameOf, type View } from "../team.ts";
import type { Times } from "../times.ts";
import { CardView } from "./card.tsx";
import { Icon } from "./icons.tsx";

/** No card where it could not be read. */
export type AsideProps = { view: View; wallet: Card | undefined; now: Date; times: Times };

export function Aside(props: AsideProps) {
	return (
		<aside id="aside" popover="auto" aria-label="Wallet and clock">
			<section aria-labelledby="wallet-title">
				<header>
					<h2 id="wallet-title">{nameOf(props.view.user)}’s wallet</h2>
					<span class="note">
						<Icon name="eye" size={16} /> only {nameOf(props.view.user)} sees it
					</span>
					<button
						type="button"
						class="quiet only-phone"
						popovertarget="aside"
						popovertargetaction="hide"
						aria-label="Close"
					>
						<Icon name="close" />
					</button>
				</header>
				<div id="wallet">
					<Wallet {...props} />
				</div>
			</section>
			<section class="time" aria-labelledby="time-title">
				<h2 id="time-title">Let time go by</h2>
				<p id="clock">
					<Clock {...props} />
				</p>
				<form hx-post={`${addressOf(props.view)}/clock`} hx-swap="none" hx-sync="this:drop" class="buttons">
					<button type="submit" class="button" name="by" value="hour">
						An hour
					</button>
					<button type="submit" class="button" name="by" value="day">
						A day
					</button>
					<button type="submit" class="button" name="by" value="week">
						A week
					</button>
				</form>
				<p class="small">
					Boards come on Mondays at 9:00, reminders on Thursdays. This clock is the playground’s alone.
				</p>
			</section>
		</aside>
	);
}

export function Wallet({ view, wallet }: Pick<AsideProps, "view" | "wallet">) {
	if (!wallet) return <p class="small">The wallet could not be read just now. Reload the page to try again.</p>;
	return <CardView card={wallet} viewer={view.user} press={{ to: `${addressOf(view)}/press`, where: "wallet" }} />;
}

export function Clock({ now, times }: Pick<AsideProps, "now" | "times">) {
	return (
		<>
			<Icon name="clock" size={18} />
			<time datetime={now.toISOString()}>
				<strong>{times.date(now.getTime())}</strong>, {times.time(now.getTime())}
			</time>
			<span class="note">{times.timezone}</span>
		</>
	);
}
