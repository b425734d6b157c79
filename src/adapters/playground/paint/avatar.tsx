// A face for everybody: initials on a colour of their own; the bot has its mark. Decoration, so screen readers pass it by.
import { BOT, nameOf, TEAMMATES } from "../team.ts";
import { Icon } from "./icons.tsx";

export function Avatar({ user, small = false }: { user: string; small?: boolean }) {
	const hue = user === BOT ? "bot" : String(TEAMMATES.findIndex((one) => one.user === user) % 6);
	return (
		<span class={`avatar hue-${hue}${small ? " small" : ""}`} aria-hidden="true">
			{user === BOT ? <Icon name="mark" size={small ? 16 : 22} /> : nameOf(user).slice(0, 2)}
		</span>
	);
}
