// Reads JSON that came from outside without trusting its shape.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === "object" && value !== null && !Array.isArray(value);
export const object = (value: unknown): JsonObject => (isObject(value) ? value : {});
export const list = (value: unknown): Json[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const number = (value: unknown): number => (typeof value === "number" ? value : 0);

/** Given and not null. */
export const has = (body: JsonObject, key: string): boolean => body[key] !== undefined && body[key] !== null;
