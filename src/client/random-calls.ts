import type { Arbitrary } from 'fast-check'
import { documentedResponse, type OperationJudge } from '../judging/messages/index.ts'
import { type AnswerForm, answerForms } from '../mock/responder/index.ts'
import { arbitrary, fastCheck } from '../planning/arbitraries/index.ts'
import type { LegalInput, LegalInputs } from '../planning/cases/index.ts'
import { isRefusal, madeOrRefused } from '../planning/generators/index.ts'
import { type ClientFault, coarseKindOf } from './client-fault.ts'
import type { Observation } from './observation.ts'
import { answerOf, type ServedAnswer } from './served-answers.ts'

export interface RandomCalls {
  readonly judge: OperationJudge
  readonly inputs: LegalInputs
  /** Without the properties that the document does not name. */
  readonly named: (input: LegalInput) => LegalInput
  /** The statuses that were served before: of each, random bodies. */
  readonly answers: readonly ServedAnswer[]
  readonly runs: number
  readonly seed: number
  /** What was found before: the same again is no news. */
  readonly known: readonly ClientFault[]
  call(input: LegalInput, answer: ServedAnswer): Promise<Observation>
  faultsOf(observation: Observation): readonly ClientFault[]
  isOver(): boolean
}

/** Kinds of faults that are shrunk to; and calls for that. */
const MOST_SHRUNK = 5
const MOST_SHRINKS = 200

/**
 * Random arguments with random answers: gives back, of each kind of fault that was not known, the smallest call that
 * shows it.
 */
export async function randomFaults(options: RandomCalls): Promise<{ faults: ClientFault[]; notes: string[] }> {
  const { judge, inputs, answers, runs, seed } = options
  const notes: string[] = inputs.refusals.map((reason) => `Some arguments are never random: ${reason}`)
  const fc = fastCheck()
  const knownKinds = new Set(options.known.map(coarseKindOf))
  const faults: ClientFault[] = []
  const drawn = fc.tuple(inputs.arbitrary(), answerArbitrary(judge, answers))
  let passed = 0
  for (let round = 0; round < MOST_SHRUNK && passed < runs && !options.isOver(); round++) {
    const thrown: unknown[] = []
    let index = -1
    let shrinks = 0
    let wanted: string | undefined
    let smallest: ClientFault | undefined
    const holds = async ([drawnInput, answer]: [LegalInput, ServedAnswer | undefined]): Promise<boolean> => {
      const isFirst = wanted === undefined
      if (isFirst) index++
      // What was tried in an earlier round, and more than enough of shrinking.
      if (isFirst ? index < passed : ++shrinks > MOST_SHRINKS) return true
      const input = options.named(drawnInput)
      if (!answer || thrown.length > 0 || options.isOver() || !inputs.conforms(input)) return true
      try {
        const fault = options
          .faultsOf(await options.call(input, answer))
          .find((candidate) =>
            wanted === undefined ? !knownKinds.has(coarseKindOf(candidate)) : coarseKindOf(candidate) === wanted,
          )
        if (fault) {
          wanted ??= coarseKindOf(fault)
          smallest = fault
        }
        return fault === undefined
      } catch (error) {
        thrown.push(error)
        return true
      }
    }
    const result = await fc.check(fc.asyncProperty(drawn, holds), { seed, numRuns: runs })
    if (thrown.length > 0) throw thrown[0]
    if (!smallest || wanted === undefined) break
    knownKinds.add(wanted)
    passed = index + 1
    faults.push({
      ...smallest,
      observation: { ...smallest.observation, path: result.counterexamplePath ?? String(index) },
    })
  }
  return { faults: faults, notes }
}

/** Answers with random bodies of the statuses and media types of others; undefined where one does not conform. */
function answerArbitrary(judge: OperationJudge, answers: readonly ServedAnswer[]): Arbitrary<ServedAnswer | undefined> {
  const fc = fastCheck()
  const statuses = [...new Set(answers.map(({ response }) => response.status))]
  const random = statuses.flatMap((status) => {
    const documented = documentedResponse(judge.operation, status)
    return documented ? answerForms(judge, documented, status).flatMap((form) => ofForm(judge, form)) : []
  })
  const given = answers.length === 0 ? [] : [fc.constantFrom(...answers)]
  return fc.oneof(...random.map((bodies) => ({ arbitrary: bodies, weight: 2 })), ...given)
}

function ofForm(judge: OperationJudge, form: AnswerForm): Arbitrary<ServedAnswer | undefined>[] {
  const { contract, schema } = form
  if (!schema) return []
  const bodies = madeOrRefused(() => arbitrary(contract, [schema]))
  if (isRefusal(bodies)) return []
  return [bodies.map((body) => answerOf(judge, `${form.status} random`, form.write(body)))]
}
