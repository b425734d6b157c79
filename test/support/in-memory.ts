// Where tests keep what they write: in the machine's memory, where there is room. Nobody switches the machine off while
// tests run, and to wait for its disk at each commit would be most of their time.
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";

const MEMORY = "/dev/shm";

/** A folder for so many bytes. TMPDIR names another place. */
export async function placeFor(bytes: number): Promise<string> {
	const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
	return process.env["TMPDIR"] === undefined && bavail * bsize > bytes ? MEMORY : tmpdir();
}
