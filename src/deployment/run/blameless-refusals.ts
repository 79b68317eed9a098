import type { HttpResponse } from '../../http/index.ts'
import { refusalWords } from './refusal-words.ts'

/** More say the same of further operations. */
const MOST_NOTES = 10

/** Refusals of which nothing tells whether the deployment is to blame: a note for each operation and status. */
export class BlamelessRefusals {
  readonly #seen = new Map<string, { readonly operation: string; readonly words: string; count: number }>()

  add(operation: string, response: HttpResponse): void {
    const key = `${operation} ${response.status}`
    // Each names its own value in its words, so those of the first one stand for all.
    const seen = this.#seen.get(key) ?? { operation, words: refusalWords(response), count: 0 }
    this.#seen.set(key, seen)
    seen.count++
  }

  get notes(): string[] {
    const all = [...this.#seen.values()]
    const notes = all.slice(0, MOST_NOTES).map(({ operation, words, count }) => {
      const requests =
        count === 1 ? 'a request that keeps every constraint was' : `${count} requests that keep every constraint were`
      return `${operation}: ${requests} answered ${words}${count === 1 ? '' : ', or alike'}, and nothing in the contract tells why.`
    })
    const others = all.slice(MOST_NOTES)
    if (others.length === 0) return notes
    const count = others.reduce((sum, other) => sum + other.count, 0)
    const operations = [...new Set(others.map(({ operation }) => operation))].join(', ')
    return [...notes, `The same holds of ${count} more refusals: ${operations}.`]
  }
}
