// Which ante a level has, in the room's words.
import type { Words } from '@felt/i18n/words';
import type { Level } from '@felt/live';

export function anteWord(it: Level, t: Words): string {
	return it.ante_kind === 'big_blind' ? t.bbAnte : it.ante_kind === 'button' ? t.buttonAnte : t.ante;
}
