// The language of this device.
import { Format, pickLocale, type Locale } from '@felt/i18n';
import { load, type Messages } from '@felt/i18n/operator';

const key = 'felt.language';

class Words {
	t = $state.raw<Messages>(undefined as unknown as Messages);
	f = $state.raw(new Format('en'));
	locale = $state<Locale>('en');
	#zone: string | undefined;

	/** Speaks the language kept on this device, else the first the browser wants. */
	async begin(): Promise<void> {
		let kept: string | null = null;
		try {
			kept = localStorage.getItem(key);
		} catch {
			// Storage is off: the browser's languages decide.
		}
		await this.speak(pickLocale([kept, ...navigator.languages]), false);
	}

	async speak(locale: Locale, keep = true): Promise<void> {
		this.t = await load(locale);
		this.locale = locale;
		this.f = new Format(locale, this.#zone);
		document.documentElement.lang = locale;
		if (!keep) return;
		try {
			localStorage.setItem(key, locale);
		} catch {
			// As above.
		}
	}

	/** Times are the venue's. */
	at(zone: string | undefined): void {
		if (zone === this.#zone) return;
		this.#zone = zone;
		this.f = new Format(this.locale, zone);
	}
}

export const words = new Words();
