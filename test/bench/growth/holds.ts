// How long a book is held by one transaction or one reading: whoever comes meanwhile waits so long. It changes nothing.
import type { Storage } from "../../../src/storage/storage.ts";

/** The longest since it was last asked, in ms. */
export type Holds = { longest(): number };

export function watchHolds(storage: Storage): { storage: Storage } & Holds {
	let longest = 0;
	/** From where it has the book to where it gives it back. */
	const timed =
		<I, O>(work: (given: I) => Promise<O>) =>
		async (given: I): Promise<O> => {
			const began = performance.now();
			try {
				return await work(given);
			} finally {
				longest = Math.max(longest, performance.now() - began);
			}
		};
	return {
		storage: {
			...storage,
			transact: (communityIds, work) => storage.transact(communityIds, timed(work)),
			read: (work) => storage.read(timed(work)),
		},
		longest() {
			const found = longest;
			longest = 0;
			return found;
		},
	};
}
