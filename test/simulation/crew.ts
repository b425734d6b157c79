// The bots of one story, each on its own way to the one database. Whoever crashed is replaced by a new one.
import type { Storage } from "../../src/storage/storage.ts";
import { type Bot, type BotDeps, startBot } from "./bot.ts";
import { itemAt } from "./random.ts";

export type Crew = {
	bots(): readonly Bot[];
	/** Whoever takes the so-many-th delivery. */
	one(number: number): Bot;
	/** All of them crash. */
	kill(): void;
	/** New ones for those that crashed. */
	revive(): void;
};

export function createCrew(storages: readonly Storage[], deps: Omit<BotDeps, "real">): Crew {
	let lives = 0;
	const start = (real: Storage): Bot => startBot(`bot${++lives}`, { ...deps, real });
	let bots = storages.map(start);
	return {
		bots: () => bots,
		one: (number) => itemAt(bots, number),
		kill: () => bots.forEach(({ life }) => deps.world.kill(life)),
		revive() {
			bots = bots.map((bot, index) => (bot.life.dead ? start(itemAt(storages, index)) : bot));
		},
	};
}
