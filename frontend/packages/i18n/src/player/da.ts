import { da as words } from '../words/da.ts';
import type { Messages } from './en.ts';

export const da: Messages = {
	...words,
	connecting: 'Leder efter boksen',
	nothingOn: 'Her er ingen turnering i gang',
	nothingOnText: 'Siden viser din plads, så snart en begynder.',
	pick: 'Hvilken turnering?',
	tabSeat: 'Plads',
	tabCounts: 'Chiptal',
	tabPayouts: 'Præmier',
	findYourself: 'Find dit navn',
	findText: 'Så viser siden din plads, og hvor du skal hen, når du flyttes.',
	notMe: 'Det er ikke mig',
	outIn: (place) => `Ude som ${place}`,
	noSeat: 'Ingen plads',
	noSeatText: 'Spørg ved bordet.',
	rank: (place, n) => `${place} af ${n}`,
	poolPaid: (n) => `Præmiepulje, ${n} betalt`,
	entriesSold: (entries, addOns, addOnText) => (addOns > 0 ? `${entries} entries, ${addOnText} add-ons.` : `${entries} entries.`),
	noCounts: 'Ingen chiptal endnu',
	noCountsText: 'Floor tæller undervejs.',
	noPayouts: 'Præmierne er ikke sat endnu',
	lost: 'Din telefon har mistet rummet. Uret går videre på sin egen tid og indhenter det selv.',
	movedTo: 'Din nye plads'
};
