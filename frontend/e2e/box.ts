// A real leaf in a folder of its own, on ports of its own, reached by the name leaf.lan.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Desk } from './desk.ts';

export const host = 'leaf.lan';

export class Box {
	/** The room over plain HTTP: no secure context. */
	readonly room: string;
	/** The desk over HTTPS with the box's own certificate. */
	readonly staff: string;
	/** The machine itself. */
	readonly local: string;
	/** Asked for at a first run from another device. */
	setupCode = '';
	/** What the leaf printed, for the report of a test that fails. */
	said = '';
	#leaf: ChildProcess | undefined;

	private constructor(
		readonly folder: string,
		readonly ports: { room: number; staff: number; local: number }
	) {
		this.room = `http://${host}:${ports.room}`;
		this.staff = `https://${host}:${ports.staff}`;
		this.local = `http://localhost:${ports.local}`;
	}

	/** A new box that was never set up. A port that was free may be taken by somebody else
	 * before the leaf has it: then others are tried. */
	static async start(): Promise<Box> {
		for (let tries = 1; ; tries++) {
			const [room, staff, local] = await freePorts(3);
			const box = new Box(await mkdtemp(join(tmpdir(), 'felt-e2e-')), { room: room!, staff: staff!, local: local! });
			try {
				await box.on();
				return box;
			} catch (e) {
				await box.stop();
				if (tries === 5 || !box.said.includes('address already in use')) throw e;
			}
		}
	}

	/** Switches it on, again on the same ports and the same folder. */
	async on(): Promise<void> {
		const binary = process.env.FELT_LEAF;
		if (!binary) throw new Error('FELT_LEAF names no leaf; run the tests with npm run e2e');
		const { room, staff, local } = this.ports;
		const leaf = spawn(binary, ['run', '--data', this.folder, '--room', `:${room}`, '--staff', `:${staff}`, '--local', `127.0.0.1:${local}`, '--names', host]);
		this.#leaf = leaf;
		const hear = (text: Buffer) => {
			this.said += text;
			this.setupCode = /setup code\s+(\S+)/.exec(this.said)?.[1] ?? '';
		};
		leaf.stdout.on('data', hear);
		leaf.stderr.on('data', hear);
		for (let i = 0; i < 200; i++) {
			if (leaf.exitCode !== null) break;
			if (await ready(this.local)) return;
			await new Promise((done) => setTimeout(done, 50));
		}
		throw new Error(`the leaf did not get ready:\n${this.said}`);
	}

	/** The leaf dies: nothing is flushed, nobody is told. The machine under it goes on. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL');
	}

	/** The power goes: the machine starts again too. What the box kept of its time is then of
	 * another boot, which is how it knows. */
	async cut(): Promise<void> {
		await this.kill();
		const db = new DatabaseSync(join(this.folder, 'felt.db'));
		db.exec("update box_time set boot = 'the boot before'");
		db.close();
	}

	async stop(): Promise<void> {
		await this.#end('SIGTERM');
		await rm(this.folder, { recursive: true, force: true });
	}

	/** Somebody at the desk who works by the API, faster than hands. Sets the box up if need be. */
	async desk(): Promise<Desk> {
		return Desk.open(this.local);
	}

	async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
		const leaf = this.#leaf;
		this.#leaf = undefined;
		if (!leaf || leaf.exitCode !== null || leaf.signalCode !== null) return;
		const gone = once(leaf, 'exit');
		leaf.kill(signal);
		const late = setTimeout(() => leaf.kill('SIGKILL'), 5_000);
		await gone;
		clearTimeout(late);
	}
}

async function ready(base: string): Promise<boolean> {
	try {
		return (await fetch(`${base}/readyz`)).ok;
	} catch {
		return false;
	}
}

/** Ports nobody listens on. All are held until the last is found, so that they differ. */
async function freePorts(n: number): Promise<number[]> {
	const held = await Promise.all(
		Array.from({ length: n }, async () => {
			const s = createServer().listen(0);
			await once(s, 'listening');
			return s;
		})
	);
	const ports = held.map((s) => (s.address() as AddressInfo).port);
	await Promise.all(held.map((s) => new Promise((done) => s.close(done))));
	return ports;
}
