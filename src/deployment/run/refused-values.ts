import { isInteger, isNumber, type Json, writeJson } from '../../json/index.ts'
import { type Acceptances, valueIn } from '../../judging/checks/index.ts'
import type { JudgedRequest } from '../../judging/messages/index.ts'
import type { MadeNames, Part } from './made-names.ts'

/** Of requests, and of values of one part: more tell nothing more. */
const MOST = 2000
/** Keys that are counted up begin small: a number beyond is the key of something by accident at most. */
const LARGEST_COUNTED = 1000

/** Whether what was refused at a part tells that a part takes only known values: of a member, what holds it is asked. */
interface Question {
  readonly operation: string
  /** Where values were accepted. */
  readonly part: Part
  /** Where values were refused. */
  readonly refused: Part
  readonly acceptances: Acceptances
  /** Values that a document or a user gives. */
  readonly known: readonly Json[]
  /** What the run itself has made, and other requests may refer to. */
  readonly made: MadeNames
}

/**
 * What places of conforming requests were refused with. The key of something is taken if that exists, and refused
 * otherwise: more values are refused than let in, and no value that was made up is let in, but for the names of what the run
 * has made.
 */
export class RefusedValues {
  /** By operation. */
  readonly #requests = new Map<string, JudgedRequest[]>()
  /** Values that were refused in an otherwise accepted request, by operation and part. */
  readonly #alone = new Map<string, Set<string>>()
  /** What is known of parts, and of how many requests: each refusal asks the same of every request beside it. */
  readonly #open = new Map<string, { readonly of: string; readonly isOpen: boolean }>()

  /** `parts` are those of which each alone tells the request from an accepted one. */
  add(operation: string, judged: JudgedRequest, parts: readonly Part[]): void {
    const requests = this.#requests.get(operation) ?? []
    this.#requests.set(operation, requests)
    if (requests.length < MOST) requests.push(judged)
    for (const part of parts) {
      const value = valueIn(judged, part.place, part.pointer)
      const values = this.#alone.get(keyOf(operation, part)) ?? new Set()
      this.#alone.set(keyOf(operation, part), value === undefined ? values : values.add(writeJson(value)))
    }
  }

  /** Whether a place takes values because they fit, and not because they are known. */
  isOpen(question: Question): boolean {
    const { operation, part, refused, acceptances } = question
    const key = `${keyOf(operation, part)} ${refused.pointer}`
    const of = `${acceptances.requests.length} ${this.#requests.get(operation)?.length}`
    const before = this.#open.get(key)
    if (before?.of === of) return before.isOpen
    const isOpen = this.#isOpen(question)
    this.#open.set(key, { of, isOpen })
    return isOpen
  }

  #isOpen({ operation, part, refused, acceptances, known, made }: Question): boolean {
    // What may be null names nothing then.
    const all = acceptances.valuesAt(part.place, part.pointer, MOST).filter((value) => value !== null)
    if (all.length <= 1) return false
    const taken = made.without(all, operation, part)
    const given = new Set(known.map((value) => writeJson(value)))
    if (taken.some((value) => isMadeUp(value) && !given.has(writeJson(value)))) return true
    return taken.length > this.#count(operation, refused, taken)
  }

  #count(operation: string, part: Part, taken: readonly Json[]): number {
    const alone = this.#alone.get(keyOf(operation, part)) ?? new Set<string>()
    const accepted = new Set(taken.map((value) => writeJson(value)))
    // A small number may be known by accident. So each that was only ever refused counts, whatever stood beside it.
    const numbers = taken.every(isNumber) ? (this.#requests.get(operation) ?? []) : []
    const further = numbers.flatMap((judged) => {
      const value = valueIn(judged, part.place, part.pointer)
      return value === undefined || accepted.has(writeJson(value)) ? [] : [writeJson(value)]
    })
    return Math.max(1, new Set([...alone, ...further]).size)
  }
}

const keyOf = (operation: string, { place, pointer }: Part): string => `${operation} ${place} ${pointer}`

/** A text that nobody gave is no key of anything, nor is a number that nobody counts to. */
function isMadeUp(value: Json): boolean {
  if (typeof value === 'string') return true
  return isNumber(value) && (!isInteger(value) || value < 0 || value > LARGEST_COUNTED)
}
