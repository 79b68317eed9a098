import { parameterKey } from '../../contract/constraints/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { type Case, placeName } from '../../planning/cases/index.ts'
import type { FreshValues } from '../run/index.ts'

/** Values are tried until one is alike in what the document does not speak of: a digit at the front, say. */
const MOST_TRIES = 8

const BODY = { place: 'body', pointer: '' } as const

/** A request of a report with new values, and the places where it has old ones, since no others would do. */
export interface RenewedWitness {
  readonly testCase: Case
  readonly stale: readonly string[]
}

/** Renews what a report says must be new in a request. */
export function renewedWitness(
  judge: OperationJudge,
  recorded: Case,
  places: readonly string[],
  fresh: FreshValues,
): RenewedWitness {
  let testCase = recorded
  const stale: string[] = []
  for (const place of places) {
    const renewed = withNewValue(judge, testCase, place, fresh)
    if (renewed) testCase = renewed
    else stale.push(place)
  }
  return { testCase, stale }
}

function withNewValue(judge: OperationJudge, testCase: Case, name: string, fresh: FreshValues): Case | undefined {
  const parameter = judge.operation.parameters.find(
    (candidate) => placeName({ place: parameterKey(candidate), pointer: '' }) === name,
  )
  const pointer = name.slice(placeName(BODY).length).trimStart()
  const part = parameter ? { place: parameterKey(parameter), pointer: '' } : { ...BODY, pointer }
  if (placeName(part) !== name) return undefined
  for (let time = 0; time < MOST_TRIES; time++) {
    const renewed = fresh.like(judge, testCase, part)
    // What says nothing there, or cannot be read, stays as it is.
    if (renewed?.testCase === testCase) return undefined
    if (renewed && !renewed.isScarce) return renewed.testCase
  }
  const request = parameter && fresh.inParameter(judge, testCase.request, parameter)
  return request && { ...testCase, request, judged: judge.request(request) }
}
