// What a deed is, and what must be known of a community's life to do one: for tests that do anything at random.
import type { Answer } from "../../src/ledger/list.ts";
import { readPolicy } from "../../src/rules/policy.ts";
import type { Rig } from "./rig.ts";
import type { Worth } from "./worth.ts";

export const PEOPLE = ["Ana", "Bo", "Cy", "Dee", "Eli"];

/** In numbers: who, to whom, which of the things that are there, and how much. */
export type Wish = { deed: string; by: number; of: number; which: number; n: number };

export type Said = { key: string; fingerprint: string };

export type Deed = {
	send(said: Said): Promise<Answer<unknown>>;
	/** What it gives and takes, by what was answered. */
	moves(outcome: unknown): Worth | Promise<Worth>;
	/** Nothing else happens beside it. */
	alone?: true;
	/** Has no key: done twice at once, the second finds nothing to do. */
	keyless?: true;
	/** Whose credit it spends: they must not be left below their floor. */
	spender?: string;
	/** Who must not have more by it. */
	gainsNot?: string;
};

/** A life of a community, and what must be remembered of it to know what a deed takes back. */
export type Life = {
	rig: Rig;
	/** What reactions and messages gave, while they stand. */
	gave: Map<string, Worth>;
	drafts: { id: number; by: string }[];
	/** Public lines that stand somewhere, and whom they are for. */
	lines: Map<string, number[]>;
};

export const createLife = (rig: Rig): Life => ({ rig, gave: new Map(), drafts: [], lines: new Map() });

export type More = Pick<Deed, "alone" | "keyless" | "spender" | "gainsNot">;

export const deed = <O>(
	send: (said: Said) => Promise<Answer<O>>,
	moves: (outcome: O) => Worth | Promise<Worth> = () => new Map(),
	more: More = {},
): Deed => ({ send, moves: (outcome) => moves(outcome as O), ...more });

export const pick = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length];
export const nameAt = (index: number): string => pick(PEOPLE, index) ?? "Ana";
export const isHere = ({ rig }: Life, name: string): boolean => rig.person(name).kind === "person";

export const negative = (worth: Worth): Worth => new Map([...worth].map(([id, credits]) => [id, -credits]));

/** Deeds by name; none where there is nothing to do it with. */
export type Deeds = Record<string, (life: Life, wish: Wish) => Promise<Deed | undefined> | Deed | undefined>;

export async function policyOf({ storage, communityId }: Rig) {
	const { policy } = await storage.db.community.findUniqueOrThrow({ where: { id: communityId } });
	return readPolicy(policy);
}
