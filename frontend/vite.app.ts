// How every app of the box is built: a static single page app, its files hashed and
// precompressed, served by the leaf below `base`.
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

export type AppOptions = {
	/** Path below which the leaf serves the app. Empty means the root. */
	base: '' | `/${string}`;
	/** 'single' makes one script and one style sheet: fewer requests for weak devices. */
	bundle: 'split' | 'single';
	/** 'hash' keeps every page at the one path the leaf opens without a session. */
	router?: 'pathname' | 'hash';
	/** Where `vite dev` sends the API and the live socket: the leaf's listener for this app. */
	leaf: string;
};

/** The content security policy allows no style attribute in markup. Kit writes one, to hide
 * its announcer; base.css hides it instead. */
const noStyleAttribute: Plugin = {
	name: 'felt-no-style-attribute',
	enforce: 'pre',
	transform(code, id) {
		if (!id.split('?')[0]?.endsWith('/runtime/components/root.svelte')) return null;
		return code.replace(/\sstyle="[^"]*"/, '');
	}
};

export function app({ base, bundle, router = 'pathname', leaf }: AppOptions) {
	return defineConfig({
		plugins: [
			noStyleAttribute,
			sveltekit({
				adapter: adapter({ fallback: 'index.html', strict: true }),
				paths: { base, relative: false },
				output: { bundleStrategy: bundle },
				router: { type: router },
				// A page learns of a new version from the box over the live socket, so it never polls.
				version: { name: process.env.FELT_VERSION ?? 'dev', pollInterval: 0 },
				compilerOptions: { runes: true }
			})
		],
		build: { target: 'es2022', reportCompressedSize: false, assetsInlineLimit: 0 },
		server: { proxy: { '/api': { target: leaf, ws: true } } }
	});
}
