// Tries again what failed for a reason that passes: Discord sends no reaction twice. What can never work is not repeated.
import { isFinal } from "./errors.ts";

export type Persistence = {
	/** Waits before each further attempt; after the last one it fails. */
	afterMs: readonly number[];
	/** Cuts the waits short: whatever waits is tried once more, and no more. */
	hurry: AbortSignal;
	failed(err: unknown, waitMs: number): void;
};

export async function persistently<T>(work: () => Promise<T>, { afterMs, hurry, failed }: Persistence): Promise<T> {
	for (const waitMs of afterMs) {
		if (hurry.aborted) break;
		try {
			return await work();
		} catch (err) {
			if (isFinal(err)) throw err;
			failed(err, waitMs);
			await pause(waitMs, hurry);
		}
	}
	return work();
}

const pause = (ms: number, hurry: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		const done = (): void => {
			clearTimeout(timer);
			hurry.removeEventListener("abort", done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		if (hurry.aborted) done();
		else hurry.addEventListener("abort", done);
	});
