// A clock face: draws itself once a second, exactly when the second turns, from the
// clock's arithmetic and the box's time. All screens turn within one frame.
import { reading, type ClockState, type Reading, type Structure } from './clock.ts';

export type Source = { structure: Structure; clock: ClockState };

/** What the clock shows, for as long as the calling component lives; undefined without a source,
 * and until the box's time is known: no clock is better than a wrong one. */
export function face(source: () => Source | undefined, now: () => number | undefined): { readonly reading: Reading | undefined } {
	let shown = $state.raw<Reading | undefined>();
	$effect(() => {
		const s = source();
		if (!s) {
			shown = undefined;
			return;
		}
		let timer: ReturnType<typeof setTimeout>;
		const turn = () => {
			const at = now();
			if (at === undefined) {
				timer = setTimeout(turn, 50);
				return;
			}
			const r = reading(s.structure, s.clock, at);
			shown = r;
			if (!s.clock.running || s.clock.ended) return;
			// A second is shown until it is over, so the next turn is when left_ms reaches a whole one.
			timer = setTimeout(turn, (r.left_ms % 1000 || 1000) + 1);
		};
		turn();
		return () => clearTimeout(timer);
	});
	return {
		get reading() {
			return shown;
		}
	};
}

/** The box's time of day in milliseconds, new every minute. */
export function minute(now: () => number): { readonly now: number } {
	let at = $state(now());
	$effect(() => {
		let timer: ReturnType<typeof setTimeout>;
		const turn = () => {
			// Never read here what is written here: the effect would wake itself for ever.
			const time = now();
			at = time;
			timer = setTimeout(turn, Math.min(60_000 - (time % 60_000) + 1, 5_000));
		};
		turn();
		return () => clearTimeout(timer);
	});
	return {
		get now() {
			return at;
		}
	};
}
