// What changed in the chat, numbered, so that every open page is told exactly what it has not shown yet.
// It remembers a bounded number of changes; a page that is further behind is drawn anew.
import type { Message } from "./chat.ts";

export type Change = { version: number; how: "added" | "changed" | "removed"; message: Message };

const REMEMBERED_CHANGES = 300;

export type Changes = ReturnType<typeof createChanges>;

export function createChanges() {
	const changes: Change[] = [];
	const waiting = new Set<() => void>();
	let version = 0;
	let forgotten = 0;

	/** Something that pages show is another now, though no message is. */
	function touch(): void {
		version++;
		for (const wake of [...waiting]) wake();
	}

	function add(how: Change["how"], message: Message): void {
		changes.push({ version: version + 1, how, message });
		if (changes.length > REMEMBERED_CHANGES) forgotten = changes.shift()?.version ?? forgotten;
		touch();
	}

	return {
		touch,
		add,
		version: (): number => version,
		/** What changed after a version; nothing where that is too long ago to know. */
		since: (from: number): Change[] | undefined =>
			from < forgotten || from > version ? undefined : changes.filter((change) => change.version > from),
		/** Resolves at the next change, or when `signal` says so. */
		next: (signal: AbortSignal): Promise<void> =>
			new Promise((resolve) => {
				const wake = () => {
					waiting.delete(wake);
					signal.removeEventListener("abort", wake);
					resolve();
				};
				if (signal.aborted) return resolve();
				waiting.add(wake);
				signal.addEventListener("abort", wake);
			}),
	};
}
