// How long to wait before the next try to reach the box: longer each time, never longer
// than the limit, and spread out, so that a room of phones does not come back as one.

const first = 250;
const limit = 8_000;

/** Milliseconds before try number `failed` + 1. `random` is in [0, 1). */
export function wait(failed: number, random: number): number {
	const ceiling = Math.min(limit, first * 2 ** Math.min(failed, 10));
	return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
