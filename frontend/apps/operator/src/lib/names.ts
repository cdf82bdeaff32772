// What the log's sentences need to know, taken from the night.
import type { Night } from './night.svelte.ts';
import type { Names } from './sentence.ts';
import { words } from './words.svelte.ts';

export function namesOf(night: Night): Names {
	return {
		t: words.t,
		f: words.f,
		currency: night.desk?.meta.currency ?? 'XXX',
		structure: night.desk?.structure,
		name: (no) => night.name(no),
		place: (no) => {
			const e = night.entry(no);
			return e?.place ? words.f.ordinal(e.place) : undefined;
		},
		of: (action) => night.log.find((a) => a.action === action)
	};
}
