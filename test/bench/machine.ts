// What the figures were measured on: processor, memory, disk, versions. No names of hosts or folders.
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { join, resolve } from "node:path";
import Database from "better-sqlite3";
import { median, number } from "./table.ts";

export type Machine = {
	processor: string;
	cores: number;
	memoryGb: number;
	system: string;
	node: string;
	sqlite: string;
	fileSystem: string;
	/** Appending 4 KB and waiting until the disk has it: what a commit costs at least. */
	fsyncMs: number;
	summary: string;
};

export async function describeMachine(folder: string): Promise<Machine> {
	const facts = {
		processor: cpus()[0]?.model.trim() ?? "unknown",
		cores: availableParallelism(),
		memoryGb: Math.round(totalmem() / 2 ** 30),
		system: `${process.platform} ${release().split("-")[0]}`,
		node: process.versions.node,
		sqlite: new Database(":memory:").prepare<[], string>("SELECT sqlite_version()").pluck().get() ?? "unknown",
		fileSystem: await fileSystemOf(resolve(folder)),
		fsyncMs: measureFsync(join(folder, "fsync")),
	};
	const { processor, cores, memoryGb, system, node, sqlite, fileSystem, fsyncMs } = facts;
	const summary = `${processor}, ${cores} cores, ${memoryGb} GB · ${system} · ${fileSystem}, fsync of 4 KB ${number(fsyncMs, 2)} ms · Node ${node}, SQLite ${sqlite}`;
	return { ...facts, summary };
}

/** The kind of the file system that a folder is on, where the system tells. */
async function fileSystemOf(folder: string): Promise<string> {
	const mounts = await readFile("/proc/self/mounts", "utf8").catch(() => "");
	const found = mounts
		.split("\n")
		.map((line) => line.split(" "))
		.filter(([, at = ""]) => folder === at || folder.startsWith(at === "/" ? at : `${at}/`))
		.sort(([, a = ""], [, b = ""]) => b.length - a.length)[0];
	return found?.[2] ?? "unknown file system";
}

function measureFsync(path: string): number {
	const file = openSync(path, "w");
	const block = Buffer.alloc(4096, 1);
	const times = Array.from({ length: 100 }, () => {
		const began = performance.now();
		writeSync(file, block);
		fsyncSync(file);
		return performance.now() - began;
	});
	closeSync(file);
	return median(times);
}
