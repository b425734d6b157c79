// One request being answered: everything that a command needs to know of who asked, where and when.

import type { Giver, Where } from "../ledger/giving.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Origin } from "../ledger/list.ts";
import type { Directory, Names, Participant } from "./directory.ts";
import type { Request } from "./request.ts";

/** What somebody or a group is called that the request speaks of. */
export const namesIn =
	({ request, someone }: Turn) =>
	(id: string): string =>
		request.groups?.find((group) => group.id === id)?.name ?? someone(id).name;

export type Turn = {
	request: Request;
	ledger: Ledger;
	directory: Directory;
	communityId: number;
	communityTimezone: string;
	workspaceId: number;
	now: Date;
	/** Who asked; without an id if they take no part. */
	actor: Giver;
	/**
	 * Whether they run the bank here: the platform says so, or an admin made them one. For what is shown and for a first
	 * answer; a verb for admins asks the book once more (ledger/admins.ts).
	 */
	admin: boolean;
	/** Whether the platform says so. */
	platformAdmin: boolean;
	/** Whether plain messages reach us here, if the community lets them count. */
	hearsMessages: boolean;
	where: Where;
	/** The key and the content of this request: for the one verb that it stands for. */
	once: Origin;
	/** For what may be repeated without harm. */
	freely: Origin;
	/** What many ask often and is remembered is asked anew: the settings changed. */
	settingsChanged(): Promise<void>;
	/** Anybody that the request speaks of, by their user id. Who is not known is from outside. */
	someone(user: string): Participant;
	names(memberIds: readonly (number | null)[]): Promise<Names>;
};
