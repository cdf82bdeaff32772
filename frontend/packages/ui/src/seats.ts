// Where the seats of a table stand, in percent of its panel. The dealer is at the top in
// the middle; seat 1 is on his left, which on screen is to the right, and then clockwise.

export type Place = { left: number; top: number };

const right = 85.5;
const left = 14.5;

/** By number of seats: along the top right, the right end, the foot from right to left, the left end, the top left. */
const rooms: Record<number, [top: number, end: number, foot: number]> = {
	2: [0, 1, 0],
	3: [0, 1, 1],
	4: [1, 1, 0],
	5: [1, 1, 1],
	6: [1, 1, 2],
	7: [1, 1, 3],
	8: [1, 2, 2],
	9: [1, 2, 3],
	10: [1, 2, 4],
	11: [2, 2, 3]
};

/** The places of seats 1 to n. */
export function places(n: number): Place[] {
	const [top, end, foot] = rooms[Math.min(11, Math.max(2, n))]!;
	const at: Place[] = [];
	const ends = end === 1 ? [50] : [35, 65];
	const tops = top === 1 ? [72] : [60, 86];
	const feet = { 0: [], 1: [50], 2: [67, 33], 3: [76, 50, 24], 4: [86, 62, 38, 14] }[foot] ?? [];
	for (let i = 0; i < top; i++) at.push({ left: tops[i]!, top: 10.5 });
	for (const t of ends) at.push({ left: right, top: t });
	for (const l of feet) at.push({ left: l, top: 89.5 });
	for (const t of [...ends].reverse()) at.push({ left, top: t });
	for (let i = top - 1; i >= 0; i--) at.push({ left: 100 - tops[i]!, top: 10.5 });
	return at.slice(0, n);
}
