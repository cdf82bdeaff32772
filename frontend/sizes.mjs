// Prints what each app weighs on the wire, and fails when one is heavier than it may be.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Kilobytes of gzip JavaScript. The house guide allows a screen 60. */
const limits = { display: 60, player: 60, operator: 200 };
let failed = false;

for (const [app, limit] of Object.entries(limits)) {
	const sum = { '.js.gz': 0, '.css.gz': 0, '.woff2': 0 };
	for (const e of readdirSync(join(process.argv[2], app), { recursive: true, withFileTypes: true })) {
		const end = Object.keys(sum).find((s) => e.name.endsWith(s));
		if (e.isFile() && end) sum[end] += statSync(join(e.parentPath, e.name)).size;
	}
	const kb = (n) => (n / 1000).toFixed(1).padStart(6) + ' kB';
	console.log(`${app.padEnd(9)} js${kb(sum['.js.gz'])}  css${kb(sum['.css.gz'])}  fonts${kb(sum['.woff2'])}`);
	if (sum['.js.gz'] > limit * 1000) {
		console.error(`${app}: more than ${limit} kB of JavaScript`);
		failed = true;
	}
}
process.exit(failed ? 1 : 0);
