// A word from the page itself, at its edge: client/page.ts takes it away after a while.
import { Icon } from "./icons.tsx";

export const Toast = ({ text }: { text: string }) => (
	<div class="toast">
		<p>{text}</p>
		<button type="button" class="quiet" data-dismiss aria-label="Dismiss">
			<Icon name="close" size={16} />
		</button>
	</div>
);
