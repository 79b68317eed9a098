import { createHash } from 'node:crypto'
import type { Parameter } from '../../contract/model/index.ts'
import { type HttpRequest, withFields } from '../../http/index.ts'
import { traitsOf } from '../../judging/checks/index.ts'
import {
  type Difference,
  differencesOf,
  type JudgedRequest,
  type OperationJudge,
} from '../../judging/messages/index.ts'
import { type Case, renewedCase } from '../../planning/cases/index.ts'

/** A prime, so that no two numbers of a run come to the same, however few values they are brought down to. */
const STEP = 2n ** 61n - 1n
const MOST = 2n ** 128n

/** Values that no deployment has seen, in this run or any before. */
export class FreshValues {
  #turn: bigint

  /** `start` is the time at which the run began, in milliseconds: it tells runs apart. */
  constructor(start: number) {
    this.#turn = BigInt(`0x${createHash('sha256').update(String(start)).digest('hex')}`)
  }

  /** A request with a new value of a header or query parameter; undefined if the document allows none of its forms. */
  inParameter(judge: OperationJudge, request: HttpRequest, parameter: Parameter): HttpRequest | undefined {
    const { in: place, name, schema } = parameter
    if (place !== 'header' && place !== 'query') return undefined
    const fits = (candidate: string): boolean =>
      judge.issues({ side: 'request', in: place, name }, schema, candidate).length === 0
    const fresh = formsOf(this.#next()).find(fits)
    return fresh === undefined ? undefined : withFields(request, [[name, fresh, place]])
  }

  /**
   * A case with new values at a place, as `renewedCase` makes it. The document says the same of it; beyond that it is
   * alike, or differs only where `mayDiffer` says so.
   */
  like(
    judge: OperationJudge,
    testCase: Case,
    part: Difference,
    mayDiffer: (before: JudgedRequest, part: Difference) => boolean = () => false,
  ): ReturnType<typeof renewedCase> {
    const isSame = (before: JudgedRequest, renewed: JudgedRequest): boolean =>
      isAlike(before, renewed) || differencesOf(before, renewed).every((part) => mayDiffer(before, part))
    return renewedCase(judge, testCase, { ...part, turn: this.#next(), isSame })
  }

  #next(): bigint {
    this.#turn = (this.#turn + STEP) % MOST
    return this.#turn
  }
}

/** Whether two requests are alike in all that the document does not speak of. */
function isAlike(a: JudgedRequest, b: JudgedRequest): boolean {
  const traits = traitsOf(a)
  const others = traitsOf(b)
  return traits.size === others.size && [...traits].every((trait) => others.has(trait))
}

/** A number as texts of several forms, the longest first: one of them may fit. */
function formsOf(turn: bigint): string[] {
  const hex = turn.toString(16).padStart(32, '0')
  const uuid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
  return [uuid, hex, hex.slice(-16), hex.slice(-8)]
}
