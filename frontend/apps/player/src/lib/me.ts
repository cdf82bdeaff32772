// Who holds this phone, as far as the phone itself remembers: a name picked from the list.
// It shows nothing that everybody in the room may not see.
import type { SeatRow } from '@felt/live';

export type Me = { entry: number; name: string };

const key = (tournament: string) => `felt.me.${tournament}`;

export function remembered(tournament: string): Me | undefined {
	try {
		const text = localStorage.getItem(key(tournament));
		return text ? (JSON.parse(text) as Me) : undefined;
	} catch {
		return undefined;
	}
}

export function remember(tournament: string, me: Me | undefined): void {
	try {
		if (me) localStorage.setItem(key(tournament), JSON.stringify(me));
		else localStorage.removeItem(key(tournament));
	} catch {
		// Storage is off: the phone forgets when the page is closed.
	}
}

/** The row of whoever holds the phone. A re-entry is another entry of the same name. */
export function rowOf(me: Me | undefined, seats: readonly SeatRow[]): SeatRow | undefined {
	if (!me) return undefined;
	return seats.find((s) => s.entry === me.entry && s.name === me.name) ?? seats.find((s) => s.name === me.name);
}
