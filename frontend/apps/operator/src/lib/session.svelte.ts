// Who is at this device, what they may do, and how the box is heard.
import { tried, type Problem } from '@felt/api';
import { Live } from '@felt/live';
import { box } from './box.ts';
import { words } from './words.svelte.ts';

export type Face = { id: string; name: string; initials: string; colour: string; role: string };
export type Who = { staff: string; device: string; role: string; rights: readonly string[] };

/** Where this device stands with the box. */
type State = 'looking' | 'unreachable' | 'first-run' | 'recovery' | 'pair' | 'sign-in' | 'in';

class Session {
	state = $state<State>('looking');
	who = $state.raw<Who | undefined>();
	deviceName = $state('');
	faces = $state.raw<Face[]>([]);
	/** Set as long as somebody is signed in. */
	live = $state.raw<Live | undefined>();

	/** Asks the box how far this device is, again after every change of it. */
	async look(): Promise<void> {
		const got = await tried(box.GET('/api/access'));
		if (!got.ok) {
			// Whoever is at work stays there: the page counts on and says that the box is not heard.
			if (this.state !== 'in') this.state = 'unreachable';
			return;
		}
		const a = got.data;
		this.deviceName = a.device_name ?? '';
		if (a.state === 'not_set_up') this.state = 'first-run';
		else if (a.state === 'needs_recovery') this.state = 'recovery';
		else if (!a.paired) this.state = 'pair';
		else {
			await this.#loadFaces();
			if (a.signed) {
				this.who = { ...a.signed, rights: a.signed.rights ?? [], device: a.device ?? '' };
				this.state = 'in';
			} else this.#leave();
		}
	}

	may(right: string): boolean {
		return this.who?.rights.includes(right) ?? false;
	}

	/** The box is heard, so that something can be changed. */
	get heard(): boolean {
		return this.live?.connection.kind === 'live';
	}

	face(id: string): Face | undefined {
		return this.faces.find((f) => f.id === id);
	}

	async signIn(staff: string, pin: string): Promise<Problem | undefined> {
		const got = await tried(box.POST('/api/access/sign-in', { body: { staff, pin } }));
		if (!got.ok) return got.problem;
		await this.look();
		return undefined;
	}

	async signOut(): Promise<void> {
		await tried(box.POST('/api/access/sign-out'));
		this.#leave();
	}

	#leave(): void {
		this.who = undefined;
		this.live = undefined;
		this.state = 'sign-in';
	}

	async #loadFaces(): Promise<void> {
		const got = await tried(box.GET('/api/access/faces'));
		if (got.ok) this.faces = words.f.sortBy(got.data.faces ?? [], (f: Face) => f.name);
	}
}

export const session = new Session();
