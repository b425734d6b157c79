// Where the playground keeps its chat: documents by kind and id, and nothing about what they mean.
// Behind it stands the same database as the book, so that a restart finds everything again.

export interface PlaygroundStore {
	/** Every document of a kind, in no promised order. */
	list(kind: string): Promise<{ id: string; data: unknown }[]>;
	/** Adds a document or overwrites it; it is on disk when this resolves. `data` is plain JSON, the id at most 60 characters. */
	put(kind: string, id: string, data: unknown): Promise<void>;
	/** A document that is not there is ignored. */
	remove(kind: string, id: string): Promise<void>;
}
