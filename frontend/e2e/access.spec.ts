// Who gets in: first run, PIN, a second device, the recovery code, and the certificate.
import { connect, type PeerCertificate } from 'node:tls';
import { accessible, expect, test } from './fixtures.ts';
import { host } from './box.ts';
import { owner } from './desk.ts';
import { button, firstRun, pair, pin, signIn } from './hands.ts';

test('a new box is set up on its pages and shows its recovery code once', async ({ eyes, box }) => {
	const page = await eyes.staff();
	await accessible(page);
	const code = await firstRun(page, box);
	expect(code).toMatch(/^[0-9A-Z]{3,}(-[0-9A-Z]{3,})+$/);
	await accessible(page);
	await button(page, 'It is written down').click();
	await expect(page.getByRole('heading', { name: 'Tournaments' })).toBeVisible();
	await accessible(page);

	// Shown once: not after a reload, and first run is over.
	await page.reload();
	await expect(page.getByRole('heading', { name: 'Tournaments' })).toBeVisible();
	await expect(page.getByText(code.split('-')[0]!)).toHaveCount(0);
});

test('first run from another device asks for the code the box printed', async ({ eyes, box }) => {
	const page = await eyes.staff();
	const right = box.setupCode;
	box.setupCode = 'AAAAAA';
	await eyes.expecting(/status of 4\d\d/, async () => {
		await expect(firstRun(page, box)).rejects.toThrow();
		await expect(page.getByRole('alert')).toBeVisible();
	});
	await page.getByLabel('Set-up code').fill(right);
	await button(page, 'Set up this box').click();
	await expect(page.getByRole('heading', { name: 'Write down the recovery code' })).toBeVisible();
});

test('a second device is paired by a code, and a PIN signs in on it', async ({ eyes, box }) => {
	const desk = await eyes.staff();
	await firstRun(desk, box);
	await button(desk, 'It is written down').click();

	await desk.getByRole('link', { name: 'More' }).click();
	await button(desk, 'Pair a device').click();
	await desk.getByLabel('Name of this device').fill('Floor tablet');
	await desk.getByRole('dialog').getByRole('button', { name: 'Pair a device' }).click();
	const code = (await desk.locator('dialog .code').innerText()).trim();
	expect(code).not.toBe('');

	const floor = await eyes.staff();
	await expect(floor.getByRole('heading', { name: 'Pair this device' })).toBeVisible();
	await accessible(floor);
	await eyes.expecting(/status of 4\d\d/, async () => {
		await pair(floor, 'WRONG1');
		await expect(floor.getByRole('alert')).toBeVisible();
	});
	await pair(floor, code);
	await expect(floor.getByRole('heading', { name: /your PIN|Who are you/ })).toBeVisible();
	await accessible(floor);

	// A wrong PIN is refused with a word and lets nobody in.
	await eyes.expecting(/status of 4\d\d/, async () => {
		await signIn(floor, owner.name, '111111');
		await expect(floor.getByRole('status').filter({ hasText: /PIN|Wait/ }).first()).toBeVisible();
	});
	await expect(floor.getByRole('heading', { name: 'Tournaments' })).toHaveCount(0);
	await expect(button(floor, '1')).toBeEnabled();
	await pin(floor, owner.pin);
	await expect(floor.getByRole('heading', { name: 'Tournaments' })).toBeVisible();

	// The code worked once.
	const third = await eyes.staff();
	await eyes.expecting(/status of 4\d\d/, async () => {
		await pair(third, code);
		await expect(third.getByRole('alert')).toBeVisible();
	});

	// Signing out brings the faces back; what was open is behind the PIN again.
	await floor.getByRole('link', { name: 'More' }).click();
	await button(floor, 'Sign out').click();
	await expect(floor.getByRole('heading', { name: 'Liv, your PIN' })).toBeVisible();
	await floor.goto(`${box.staff}/#/more`);
	await expect(floor.getByRole('heading', { name: 'Liv, your PIN' })).toBeVisible();
});

test('the certificate of the box holds for its name, once its authority is trusted', async ({ box }) => {
	const ca = await (await fetch(`http://127.0.0.1:${box.ports.room}/ca.crt`, { headers: { Host: host } })).text();
	const peer = await new Promise<{ authorized: boolean; cert: PeerCertificate }>((done, fail) => {
		const s = connect({ host: '127.0.0.1', port: box.ports.staff, servername: host, ca }, () => {
			done({ authorized: s.authorized, cert: s.getPeerCertificate() });
			s.end();
		});
		s.on('error', fail);
	});
	expect(peer.authorized).toBe(true);
	expect(peer.cert.subjectaltname).toContain(`DNS:${host}`);
	await expect(
		new Promise((done, fail) => connect({ host: '127.0.0.1', port: box.ports.staff, servername: host }, () => done(undefined)).on('error', fail)),
		'without the authority nobody trusts it'
	).rejects.toThrow();
});
