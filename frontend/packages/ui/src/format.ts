// The language's figures, handed to components by the app's outermost layout.
import { getContext, setContext } from 'svelte';
import type { Format } from '@felt/i18n';

const key = Symbol('format');

export function provideFormat(get: () => Format): void {
	setContext(key, get);
}

export function useFormat(): () => Format {
	return getContext<() => Format>(key);
}
