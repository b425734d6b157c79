// A bounded memory of what Slack was asked: one question in flight per id, answers kept for a while, the oldest dropped.
// It must not know what it remembers.

export type Lookup<T> = {
	/** The answer, asked for if need be; an old one where asking fails. Rejects when there is none. */
	get(id: string): Promise<T>;
	/** What is remembered, however old. */
	peek(id: string): T | undefined;
	put(id: string, value: T): void;
	forget(id: string): void;
};

export function createLookup<T>(options: {
	ask: (id: string) => Promise<T>;
	limit: number;
	freshMs: number;
	now: () => number;
}): Lookup<T> {
	const known = new Map<string, { value: T; until: number }>();
	const asking = new Map<string, Promise<T>>();

	function put(id: string, value: T): void {
		known.delete(id);
		known.set(id, { value, until: options.now() + options.freshMs });
		const oldest = known.keys().next();
		if (known.size > options.limit && !oldest.done) known.delete(oldest.value);
	}

	async function ask(id: string): Promise<T> {
		try {
			const value = await options.ask(id);
			// What an event told us in the meantime is newer than an answer to a question asked before it.
			if (asking.has(id)) put(id, value);
			return value;
		} catch (error) {
			const old = known.get(id);
			if (old !== undefined) return old.value;
			throw error;
		} finally {
			asking.delete(id);
		}
	}

	return {
		async get(id) {
			const entry = known.get(id);
			if (entry !== undefined && entry.until > options.now()) {
				known.delete(id);
				known.set(id, entry);
				return entry.value;
			}
			const running = asking.get(id);
			if (running !== undefined) return running;
			const question = ask(id);
			asking.set(id, question);
			return question;
		},
		peek: (id) => known.get(id)?.value,
		put(id, value) {
			asking.delete(id);
			put(id, value);
		},
		forget(id) {
			asking.delete(id);
			known.delete(id);
		},
	};
}
