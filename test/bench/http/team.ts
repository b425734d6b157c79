// The team that both sides speak of: who delivers and who is asked.

export const TEAM = { id: "T1", name: "Team" };

export const userOf = (person: number): string => `U${10_000 + person}`;
