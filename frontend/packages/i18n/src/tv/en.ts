import { en as words } from '../words/en.ts';

export const en = {
	...words,
	boxNotHeard: (age: string) => `Box not heard for ${age}, clock runs on`,
	boxStill: (age: string) => `Box not heard for ${age}`,
	connecting: 'Looking for the box',
	nothingOn: 'No tournament is running',
	pickHere: 'Which one does this screen show?',
	chipsOff: (chips: string) => `${chips} chips come off`,
	chipsOffHow: 'Stay seated, dealers colour up now',
	phone: 'Your seat, the clock and payouts',
	phoneCode: (url: string) => `QR code: ${url}`,
	addOnNow: 'Add-ons are sold now',
	registrationCloses: 'Registration closes after this break',
	winner: 'Winner'
};
export type Messages = typeof en;
