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

type DrawnCall = [input: LegalInput, answer: ServedAnswer | undefined]

/**
 * Random arguments with random answers: gives back, of each kind of fault that was not known, the smallest call that
 * shows it.
 */
export async function randomFaults(options: RandomCalls): Promise<{ faults: ClientFault[]; notes: string[] }> {
  const { judge, inputs, answers, runs } = options
  const notes: string[] = inputs.refusals.map((reason) => `Some arguments are never random: ${reason}`)
  const kinds = new Set(options.known.map(coarseKindOf))
  const faults: ClientFault[] = []
  const calls = fastCheck().tuple(inputs.arbitrary(), answerArbitrary(judge, answers))
  let passed = 0
  for (let round = 0; round < MOST_SHRUNK && passed < runs && !options.isOver(); round++) {
    const news = await smallestNews(options, calls, kinds, passed)
    if (!news) break
    kinds.add(coarseKindOf(news.fault))
    faults.push(news.fault)
    passed = news.index + 1
  }
  return { faults, notes }
}

/** The first random call, after some that have passed, that shows a new kind of fault; shrunk to the smallest that does. */
async function smallestNews(
  options: RandomCalls,
  calls: Arbitrary<DrawnCall>,
  kinds: ReadonlySet<string>,
  passed: number,
): Promise<{ readonly fault: ClientFault; readonly index: number } | undefined> {
  const { inputs, seed, runs } = options
  const fc = fastCheck()
  const thrown: unknown[] = []
  let index = -1
  let shrinks = 0
  let smallest: ClientFault | undefined
  const isWanted = (fault: ClientFault): boolean =>
    smallest ? coarseKindOf(fault) === coarseKindOf(smallest) : !kinds.has(coarseKindOf(fault))
  const holds = async ([drawn, answer]: DrawnCall): Promise<boolean> => {
    if (!smallest) index++
    // What was tried in an earlier round, and more than enough of shrinking.
    if (smallest ? ++shrinks > MOST_SHRINKS : index < passed) return true
    const input = options.named(drawn)
    if (!answer || thrown.length > 0 || options.isOver() || !inputs.conforms(input)) return true
    try {
      const fault = options.faultsOf(await options.call(input, answer)).find(isWanted)
      smallest = fault ?? smallest
      return fault === undefined
    } catch (error) {
      thrown.push(error)
      return true
    }
  }
  const { counterexamplePath } = await fc.check(fc.asyncProperty(calls, holds), { seed, numRuns: runs })
  if (thrown.length > 0) throw thrown[0]
  if (!smallest) return undefined
  const path = counterexamplePath ?? String(index)
  return { fault: { ...smallest, observation: { ...smallest.observation, path } }, index }
}

/** Answers with random bodies of the statuses and media types of others; undefined if one does not conform. */
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
