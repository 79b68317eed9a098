import { createHash } from 'node:crypto'
import type { Contract } from '../contract/model/index.ts'
import { isSuccess } from '../http/index.ts'
import { writeJson } from '../json/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import type { LegalInput, LegalInputs } from '../planning/cases/index.ts'
import { type Report, type RunEvent, UsageError } from '../report/results/index.ts'
import { answerFaults, memberFaults, wasServed } from './answer-faults.ts'
import { brokenAnswerFaults } from './broken-answer-faults.ts'
import type { CallRunner } from './call-runner.ts'
import type { ClientFault } from './client-fault.ts'
import { ClientSession, MOST_HANGS, STOPPED } from './client-session.ts'
import { namedPart } from './named-part.ts'
import type { Observation } from './observation.ts'
import { OperationRecord } from './operation-record.ts'
import { randomFaults } from './random-calls.ts'
import { requestFaults } from './request-faults.ts'
import { type ServedAnswer, servedAnswers } from './served-answers.ts'

/** Calls after which a client of which no request was seen is given up. */
const MOST_UNSEEN = 5

export interface RunParts {
  readonly contract: Contract
  readonly judge: OperationJudge
  readonly inputs: LegalInputs
  readonly runner: CallRunner
  readonly runs: number
  readonly seed: number
  readonly fullBodies: boolean | undefined
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  readonly onFault: (fault: ClientFault) => void
}

/** The edges of inputs as calls take them: the same for each client, so that they are judged but once. */
const EDGES = new WeakMap<LegalInputs, readonly LegalInput[]>()

/** A call to make: what the client is asked, and what it is answered. */
interface PlannedCall {
  readonly input: LegalInput
  readonly answer: ServedAnswer
}

/** One run over one client: every legal answer, legal arguments at their edges, broken answers, random calls. */
export class ClientRun {
  readonly #parts: RunParts
  readonly #legal: readonly ServedAnswer[]
  readonly #broken: readonly ServedAnswer[]
  readonly #edges: readonly LegalInput[]
  readonly #record: OperationRecord
  readonly #session: ClientSession
  /** Calls that hung, by documented status, `broken`, `random`, or `arguments` if the same answer was taken of plain ones. */
  readonly #hangs = new Map<string, number>()
  readonly #faultsOfCalls = new WeakMap<Observation, readonly ClientFault[]>()

  /** Throws UsageError if there is no answer to serve. */
  constructor(parts: RunParts) {
    const { contract, judge, inputs, runner, seed, signal, onEvent } = parts
    const { legal, broken } = servedAnswers(judge)
    if (legal.length === 0) throw new UsageError(`${judge.operation.id} documents no answer that can be served.`)
    this.#parts = parts
    this.#record = new OperationRecord(judge)
    this.#legal = legal
    this.#broken = broken
    const edges = EDGES.get(inputs) ?? inputs.edges.map((input) => this.#named(input)).filter(inputs.conforms)
    EDGES.set(inputs, edges)
    this.#edges = edges
    const startedMs = performance.now()
    const plan = this.#plan()
    this.#session = new ClientSession({ contract, seed, target: runner.baseUrl, plan, startedMs, signal, onEvent })
  }

  async report(): Promise<Report> {
    const { plain } = this.#parts.inputs
    const { observations } = this.#record
    await this.#callEach(this.#legal.map((answer) => ({ input: plain, answer })))
    if (!this.#isUnseen) {
      await this.#tryArguments()
      await this.#serveBroken()
    }
    this.#add(memberFaults(this.#record.templates, observations))
    if (!this.#isOver && this.#parts.runs > 0) await this.#random()
    return this.#finished()
  }

  get #isOver(): boolean {
    return this.#parts.signal.aborted || this.#isUnseen
  }

  get #isUnseen(): boolean {
    const { requests, done } = this.#session
    return requests === 0 && done >= Math.min(MOST_UNSEEN, this.#legal.length)
  }

  /** The input without properties of the body that the document does not name. */
  #named(input: LegalInput): LegalInput {
    const { contract, judge } = this.#parts
    const schema = judge.operation.requestBody?.content.flatMap((media) => media.schema ?? [])[0]
    return schema === undefined || input.body === undefined
      ? input
      : { ...input, body: namedPart(contract, [schema], input.body) }
  }

  /** `isGood`: the client takes the answer if it is asked for something plain. */
  #callEach(calls: readonly PlannedCall[], isGood = false): Promise<void> {
    return this.#session.makeEach({
      calls,
      kindOf: ({ answer }) => (isGood ? 'arguments' : answer.status),
      hangs: this.#hangs,
      isRetried: true,
      isOver: () => this.#isOver,
      make: (call) => this.#call(call),
      take: (observation) => {
        this.#record.observations.push(observation)
        const faults = this.#faultsOf(observation)
        // The answer was taken of plain arguments: it is these that are not.
        this.#add(isGood ? faults.map(asOfArguments) : faults)
      },
    })
  }

  /** Legal arguments at their edges, with an answer that the client takes of plain ones, if there is any. */
  #tryArguments(): Promise<void> {
    const accepted = this.#record.observations.find(
      (observation) => isSuccess(observation.answer.response.status) && this.#faultsOf(observation).length === 0,
    )
    const answer = accepted?.answer ?? this.#legal[0]
    const calls = answer ? this.#edges.map((input) => ({ input, answer })) : []
    return this.#callEach(calls, accepted !== undefined)
  }

  async #serveBroken(): Promise<void> {
    const observations: Observation[] = []
    await this.#session.makeEach({
      calls: this.#broken,
      kindOf: () => 'broken',
      hangs: this.#hangs,
      isRetried: false,
      isOver: () => this.#isOver,
      make: (answer) => this.#call({ input: this.#parts.inputs.plain, answer }),
      take: (observation) => observations.push(observation),
    })
    this.#add(brokenAnswerFaults(observations, this.#record.observations))
  }

  async #random(): Promise<void> {
    const { judge, inputs, runs, seed } = this.#parts
    const randomHangs = (): number => this.#hangs.get('random') ?? 0
    const { faults, notes } = await randomFaults({
      judge,
      inputs,
      named: (input) => this.#named(input),
      answers: this.#legal.filter(({ status }) => (this.#hangs.get(status) ?? 0) === 0),
      runs,
      seed,
      known: this.#record.faults,
      call: async (input, answer) => {
        const observation = await this.#call({ input, answer })
        if (observation.outcome.kind !== 'hung') return observation
        this.#hangs.set('random', randomHangs() + 1)
        return this.#call({ input, answer })
      },
      faultsOf: (observation) => this.#faultsOf(observation),
      isOver: () => this.#isOver || randomHangs() >= MOST_HANGS,
    })
    this.#add(faults)
    this.#session.notes.push(...notes)
  }

  async #call({ input, answer }: PlannedCall): Promise<Observation> {
    const observation = await this.#parts.runner.run(input, answer)
    this.#session.count(observation)
    this.#record.prove(observation, answer.breaks === undefined && this.#faultsOf(observation).length === 0)
    return observation
  }

  /** What a call shows; asked once, since ledger, findings and random calls all want to know. */
  #faultsOf(observation: Observation): readonly ClientFault[] {
    const { templates, judge } = this.#record
    const faults = this.#faultsOfCalls.get(observation) ?? [
      ...requestFaults(judge, templates, observation),
      ...answerFaults(templates, observation),
    ]
    this.#faultsOfCalls.set(observation, faults)
    return faults
  }

  #add(faults: readonly ClientFault[]): void {
    this.#record.faults.push(...faults)
    for (const fault of faults) this.#parts.onFault(fault)
  }

  #plan(): Report['plan'] {
    const { inputs, runs, seed } = this.#parts
    const answers = [...this.#legal, ...this.#broken]
    const digest = createHash('sha256').update(`${seed} ${runs}`)
    for (const { name, parameters, body } of [inputs.plain, ...this.#edges])
      digest.update(writeJson([name, [...parameters], body ?? null]))
    for (const { name, response } of answers)
      digest.update(JSON.stringify([name, response.status, response.headers])).update(response.body)
    return {
      digest: digest.digest('hex'),
      requests: answers.length + this.#edges.length + runs,
      executions: answers.filter(({ response }) => isSuccess(response.status)).length + this.#edges.length,
    }
  }

  #finished(): Report {
    const { contract, inputs, runner, seed, fullBodies } = this.#parts
    const findings = this.#isUnseen
      ? []
      : this.#record.findings({ seed, baseUrl: runner.baseUrl, fullBodies, write: ({ input }) => inputs.write(input) })
    if ([...this.#hangs.values()].some((count) => count >= MOST_HANGS))
      this.#session.notes.push(`After ${MOST_HANGS} calls of a kind that hang, no more of that kind are made.`)
    return this.#session.finish(findings, this.#record.rows(contract, findings), this.#reason)
  }

  /** Why nothing is proven. */
  get #reason(): string | undefined {
    if (this.#isUnseen) return this.#parts.runner.whyUnseen(UNSEEN)
    if (this.#parts.signal.aborted) return STOPPED
    return this.#record.observations.some(wasServed) ? undefined : 'no conforming request was seen'
  }
}

const UNSEEN =
  'no request of the client was seen: let it send to the base URL that it is given; msw does not see every library, so use loopback'

/** The fault of a call that plain arguments do not make fail. */
const asOfArguments = (fault: ClientFault): ClientFault =>
  fault.check === 'positive_response_acceptance' || fault.check === 'complete_result'
    ? {
        ...fault,
        check: 'positive_data_acceptance',
        label: 'request',
        message: 'With these legal arguments the client fails, though its request is answered by a success.',
      }
    : fault
