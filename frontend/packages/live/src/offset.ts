// The box's time as this device sees it. Each answered ping gives an estimate that is
// wrong by at most half its round trip; the quickest of the last few is believed.

const kept = 8;

export class Offset {
	#samples: { trip: number; offset: number }[] = [];

	/** `sent` and `heard` are this device's monotonic milliseconds, `box` the box's time in the answer. */
	add(sent: number, heard: number, box: number): void {
		if (heard < sent) return;
		this.#samples.push({ trip: heard - sent, offset: box - (sent + heard) / 2 });
		if (this.#samples.length > kept) this.#samples.shift();
	}

	/** Forget everything: the box started again and its time may be another. */
	clear(): void {
		this.#samples = [];
	}

	get known(): boolean {
		return this.#samples.length > 0;
	}

	/** What to add to this device's monotonic time to get the box's. */
	get value(): number {
		let best = this.#samples[0];
		for (const s of this.#samples) if (best && s.trip < best.trip) best = s;
		return best?.offset ?? 0;
	}
}
