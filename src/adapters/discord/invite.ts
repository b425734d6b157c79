// What the bot may do on a server, and the address that puts it there. Each permission has its reason.
import { PermissionFlagsBits } from "discord.js";

/** Reactions, menus and commands need none of these: they are for posting, and for reading who wrote a message. */
const permissions = {
	ViewChannel: "to hear reactions, and to post",
	SendMessages: "to post thanks, favors and the weekly board",
	SendMessagesInThreads: "the same in threads",
	CreatePublicThreads: "one thread a week, in channels that ask for it",
	ReadMessageHistory: "to look up who wrote a message that got a reaction, where Discord does not say so itself",
} as const satisfies Partial<Record<keyof typeof PermissionFlagsBits, string>>;

const scopes = ["bot", "applications.commands"] as const;

const names = Object.keys(permissions) as (keyof typeof permissions)[];

const permissionBits: bigint = names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);

export const missingFrom = (granted: bigint): string[] =>
	(granted & PermissionFlagsBits.Administrator) !== 0n
		? []
		: names.filter((name) => (granted & PermissionFlagsBits[name]) === 0n);

export const inviteUrl = (application: string): string =>
	`https://discord.com/oauth2/authorize?client_id=${application}&scope=${scopes.join("+")}&permissions=${permissionBits}`;
