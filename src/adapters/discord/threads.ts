// Threads that hang on a message of the bot's: made when the first reply comes, opened again when Discord has archived
// them. It remembers nothing: a thread has its message's id.
import { type REST, Routes } from "discord.js";
import { type Thread, ThreadGone } from "../../chat/surface.ts";
import { isError } from "./errors.ts";
import { readReference } from "./ids.ts";
import { threadArchivesAfterMinutes, threadNameLength } from "./limits.ts";

const patienceMs = 20_000;
const patience = (): AbortSignal => AbortSignal.timeout(patienceMs);

export function createThreads(rest: () => REST) {
	/** False where a thread cannot have threads: there the message's own channel is one already. */
	async function begin(channel: string, message: string, name: string): Promise<boolean> {
		const body = { name: name.slice(0, threadNameLength), auto_archive_duration: threadArchivesAfterMinutes };
		try {
			await rest().post(Routes.threads(channel, message), { body, signal: patience() });
			return true;
		} catch (error) {
			if (isError(error, "no threads here")) return false;
			if (isError(error, "thread is there")) return true;
			if (isError(error, "unknown message")) throw new ThreadGone("the thread's message was deleted", { cause: error });
			throw error;
		}
	}

	/** Posts in the thread of a message. A message there opens it again by itself. */
	async function below<T>({ message: text, name }: Thread, post: (channel: string) => Promise<T>): Promise<T> {
		const reference = readReference(text);
		if (!reference) throw new ThreadGone(`no message of Discord: ${text}`);
		const { channel, message } = reference;
		try {
			return await post(message);
		} catch (error) {
			if (!isError(error, "unknown channel")) throw error;
		}
		if (!(await begin(channel, message, name))) return post(channel);
		try {
			return await post(message);
		} catch (error) {
			// The message is there and its thread was deleted: Discord makes no second one.
			if (isError(error, "unknown channel")) throw new ThreadGone("the thread was deleted", { cause: error });
			throw error;
		}
	}

	/** Changes something in what may be an archived thread: it is opened for it. */
	async function opened<T>(channel: string, change: () => Promise<T>): Promise<T> {
		try {
			return await change();
		} catch (error) {
			if (!isError(error, "thread is archived")) throw error;
		}
		await rest().patch(Routes.channel(channel), { body: { archived: false }, signal: patience() });
		return change();
	}

	return { below, opened };
}
