import { afterEach, expect, test, vi } from "vitest";
import { createLock } from "../../src/storage/lock.ts";

afterEach(() => void vi.useRealTimers());

test("whoever comes first is first, and a failure does not hold up the next", async () => {
	const lock = createLock();
	const order: number[] = [];
	const turn = (number: number) =>
		lock.run(async () => {
			order.push(number);
			await Promise.resolve();
			order.push(number);
			if (number === 2) throw new Error("two");
		});
	const ended = await Promise.allSettled([turn(1), turn(2), turn(3)]);
	expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
	expect(order).toEqual([1, 1, 2, 2, 3, 3]);
});

test("a release counts once", async () => {
	const lock = createLock();
	const first = await lock.acquire();
	const second = lock.acquire();
	const third = lock.acquire();
	first();
	first();
	let thirdHasIt = false;
	void third.then(() => {
		thirdHasIt = true;
	});
	const release = await second;
	await Promise.resolve();
	expect(thirdHasIt).toBe(false);
	release();
	(await third)();
});

test("whoever waits for itself is refused after a while, and the others go on", async () => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	const lock = createLock();
	const outer = lock.run(() => lock.run(async () => "never"));
	const refused = expect(outer).rejects.toThrow("from inside its own transaction");
	await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
	vi.advanceTimersByTime(15_000);
	await refused;
	expect(await lock.run(async () => "next")).toBe("next");
});

test("closed, it refuses whoever waits and whoever comes", async () => {
	const lock = createLock();
	const release = await lock.acquire();
	const waiting = lock.acquire();
	lock.close();
	await expect(waiting).rejects.toThrow("closed");
	release();
	await expect(lock.run(async () => "never")).rejects.toThrow("closed");
});
