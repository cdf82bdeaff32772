// The phone's language. English stands until another one has come.
import { Format, pickLocale, type Locale } from '@felt/i18n';
import { load, type Messages } from '@felt/i18n/player';

class Words {
	t = $state.raw<Messages>(undefined as unknown as Messages);
	f = $state.raw(new Format('en'));

	async speak(locale: Locale, zone?: string): Promise<void> {
		this.t = await load(locale);
		this.f = new Format(locale, zone);
		document.documentElement.lang = locale;
	}
}

export const words = new Words();

/** The language asked for in the address, else the browser's. */
export const wanted = (asked: string | null) => pickLocale([asked, ...navigator.languages]);
