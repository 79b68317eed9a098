import type { MockInteraction } from './journal-entry.ts'

const MOST_BYTES = 256 * 2 ** 20

/** The last interactions of a mock, as many as it may keep: a mock that serves for long must not fill the memory. */
export class Journal {
  readonly #most: number
  #kept: MockInteraction[] = []
  /** The first of those kept that still counts; those before it are thrown away now and then, since that moves all. */
  #first = 0
  #bytes = 0

  constructor(most: number) {
    this.#most = most
  }

  add(interaction: MockInteraction): void {
    this.#kept.push(interaction)
    this.#bytes += sizeOf(interaction)
    while (this.#kept.length - this.#first > this.#most || this.#bytes > MOST_BYTES) this.#dropFirst()
    if (this.#first > this.#kept.length / 2 + 16) {
      this.#kept = this.#kept.slice(this.#first)
      this.#first = 0
    }
  }

  get interactions(): readonly MockInteraction[] {
    return this.#kept.slice(this.#first)
  }

  clear(): void {
    this.#kept = []
    this.#first = 0
    this.#bytes = 0
  }

  #dropFirst(): void {
    const dropped = this.#kept[this.#first++]
    this.#bytes = dropped ? this.#bytes - sizeOf(dropped) : 0
  }
}

const sizeOf = ({ request, response }: MockInteraction): number => (request.body?.length ?? 0) + response.body.length
