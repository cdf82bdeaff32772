import { en as words } from '../words/en.ts';

export const en = {
	...words,
	connecting: 'Looking for the box',
	nothingOn: 'No tournament is running here',
	nothingOnText: 'This page shows your seat as soon as one begins.',
	pick: 'Which tournament?',
	tabSeat: 'Seat',
	tabCounts: 'Counts',
	tabPayouts: 'Payouts',
	findYourself: 'Find your name',
	findText: 'Then this page shows your seat, and where to go when you are moved.',
	notMe: 'That is not me',
	outIn: (place: string) => `Out in ${place}`,
	noSeat: 'No seat',
	noSeatText: 'Ask at the desk.',
	rank: (place: string, n: string) => `${place} of ${n}`,
	poolPaid: (n: string) => `Prize pool, ${n} paid`,
	entriesSold: (entries: string, addOns: number, addOnText: string) =>
		addOns > 0 ? `${entries} entries, ${addOnText} add-ons.` : `${entries} entries.`,
	noCounts: 'No counts yet',
	noCountsText: 'The floor counts during play.',
	noPayouts: 'Payouts are not set yet',
	lost: 'Your phone lost the room. The clock goes on from its own time and catches up by itself.',
	movedTo: 'Your new seat'
};
export type Messages = typeof en;
