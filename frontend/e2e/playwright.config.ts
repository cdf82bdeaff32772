import { defineConfig } from '@playwright/test';

export default defineConfig({
	testDir: '.',
	testMatch: '*.spec.ts',
	outputDir: './test-results',
	// A box of its own for every test, so tests may run beside each other.
	fullyParallel: true,
	workers: 2,
	retries: 0,
	forbidOnly: !!process.env.CI,
	timeout: 180_000,
	// Four minutes are the aim on an idle machine of two cores; this only ends a run that hangs.
	globalTimeout: 900_000,
	expect: { timeout: 15_000 },
	reporter: [['list', { printSteps: !!process.env.FELT_STEPS }]],
	use: {
		actionTimeout: 15_000,
		navigationTimeout: 30_000,
		// A trace of every tap costs more than the tap; FELT_TRACE=1 keeps those of tests that fail.
		trace: process.env.FELT_TRACE ? 'retain-on-failure' : 'off',
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: process.env.FELT_CHROMIUM ?? '/usr/bin/chromium',
			args: [
				// The room is reached by a name, as in a room: localhost would be a secure context.
				'--host-resolver-rules=MAP leaf.lan 127.0.0.1',
				'--no-sandbox',
				'--disable-gpu',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	}
});
