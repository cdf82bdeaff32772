// How old the box's word is, in a person's units.
import type { Words } from '@felt/i18n/words';

export function age(ms: number, t: Words): string {
	const s = Math.max(0, Math.round(ms / 1000));
	return s < 120 ? t.seconds(s) : t.minutes(Math.floor(s / 60));
}
