// The theme of a device: dark unless somebody chose otherwise or the system asks for contrast.
export const themes = ['dark', 'light', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const key = 'felt.theme';

export function chosenTheme(): Theme {
	const kept = read();
	if (kept) return kept;
	return matchMedia('(prefers-contrast: more)').matches ? 'contrast' : 'dark';
}

/** Shows a theme and keeps it for this device. */
export function showTheme(theme: Theme, keep = true): void {
	if (theme === 'dark') document.documentElement.removeAttribute('data-theme');
	else document.documentElement.dataset.theme = theme;
	if (!keep) return;
	try {
		localStorage.setItem(key, theme);
	} catch {
		// Storage is off: the theme lasts as long as the page.
	}
}

function read(): Theme | undefined {
	try {
		return themes.find((t) => t === localStorage.getItem(key));
	} catch {
		return undefined;
	}
}
