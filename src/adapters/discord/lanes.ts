// Keeps the order of arrival of what happens to one reaction, where Discord gives no time to order by.
// Different reactions run side by side; what clears a whole message waits for all before it and holds up all after it.

export type Lanes = {
	/** Runs `work` after whatever came before it in this lane, and after what cleared the message. Must not reject. */
	run(message: string, lane: string, work: () => Promise<void>): void;
	/** Runs `work` after everything that came before it on this message, and before everything that comes later. */
	clear(message: string, work: () => Promise<void>): void;
	/** Resolves when nothing is left. */
	idle(): Promise<void>;
	/** How much is not done yet. */
	waiting(): number;
};

type Message = { cleared: Promise<void>; lanes: Map<string, Promise<void>>; waiting: number };

export function createLanes(): Lanes {
	const messages = new Map<string, Message>();

	const enter = (message: string): Message => {
		const found = messages.get(message) ?? { cleared: Promise.resolve(), lanes: new Map(), waiting: 0 };
		messages.set(message, found);
		found.waiting += 1;
		return found;
	};
	const leave = (message: string, state: Message): void => {
		state.waiting -= 1;
		if (state.waiting === 0) messages.delete(message);
	};

	return {
		run(message, lane, work) {
			const state = enter(message);
			const before = state.lanes.get(lane) ?? state.cleared;
			const after = before.then(work).then(() => leave(message, state));
			state.lanes.set(lane, after);
		},
		clear(message, work) {
			const state = enter(message);
			const before = Promise.all([state.cleared, ...state.lanes.values()]);
			state.lanes.clear();
			state.cleared = before.then(work).then(() => leave(message, state));
		},
		waiting: () => [...messages.values()].reduce((sum, { waiting }) => sum + waiting, 0),
		async idle() {
			while (messages.size > 0) {
				await Promise.all([...messages.values()].flatMap(({ cleared, lanes }) => [cleared, ...lanes.values()]));
			}
		},
	};
}
