import { createHash } from 'node:crypto'
import type { Contract, Operation } from '../contract/model/index.ts'
import { tool } from '../deployment/wiring/index.ts'
import { isSuccess } from '../http/index.ts'
import { OperationJudge } from '../judging/messages/index.ts'
import { requireCount, seedOf } from '../options/index.ts'
import { type LegalInput, type LegalInputs, legalInputs } from '../planning/cases/index.ts'
import type { Report, RunEvent } from '../report/results/index.ts'
import { UsageError } from '../report/results/index.ts'
import { answerFaults, memberFaults, wasServed } from './answer-faults.ts'
import { brokenAnswerFaults } from './broken-answer-faults.ts'
import { CallRunner } from './call-runner.ts'
import type { ClientCall, ClientOptions } from './client-call.ts'
import type { ClientFault } from './client-fault.ts'
import { clientFindings } from './client-findings.ts'
import { ClientLedger } from './client-ledger.ts'
import { clientReport, findingOf, nameOf } from './client-report.ts'
import { type Front, type Handle, openFront } from './front.ts'
import { templatesOf } from './lost-data.ts'
import { namedPart } from './named-part.ts'
import type { Observation } from './observation.ts'
import { randomFaults } from './random-calls.ts'
import { requestFaults } from './request-faults.ts'
import { type ServedAnswer, servedAnswers } from './served-answers.ts'

const DEFAULT_RUNS = 100
const DEFAULT_TIMEOUT_MS = 10_000
/** Calls of one kind that may hang before the rest of them is left out. */
const MOST_HANGS = 2
/** Calls after which a client of which no request was seen is given up. */
const MOST_UNSEEN = 5

/**
 * Drives a client with legal arguments and every legal answer, and says what it sends and loses. Throws UsageError for
 * options that cannot be followed, before it is called. What the client does rejects nothing: the report says it.
 */
export const verifyClient = (contract: Contract, call: ClientCall, options: ClientOptions = {}): Promise<Report> =>
  driveClient(contract, call, options, { open: (handle) => openFront(options.via ?? 'loopback', handle) })

/** How a client is driven: where it meets the mock, and who hears of each fault at once. */
export interface ClientDrive {
  open(handle: Handle): Promise<Front>
  /** A fault that was heard of is in a finding of the report, even where the run is ended at once. */
  readonly onFault?: (fault: ClientFault) => void
  /** What is the same for every client of an operation, where several are driven. */
  readonly ground?: { readonly judge: OperationJudge; readonly inputs: LegalInputs }
}

/** `verifyClient` with any front: a mutant in this process needs no socket. */
export async function driveClient(
  contract: Contract,
  call: ClientCall,
  options: ClientOptions,
  { open, onFault = () => {}, ground }: ClientDrive,
): Promise<Report> {
  const judge = ground?.judge ?? new OperationJudge(contract, operationOf(contract, options.operation))
  const runs = requireCount('runs', options.runs) ?? DEFAULT_RUNS
  const timeoutMs = requireCount('timeout', options.timeout, 1) ?? DEFAULT_TIMEOUT_MS
  const seed = seedOf(options.seed)
  const made = ground?.inputs ?? legalInputs(judge, seed)
  if ('reason' in made) throw new UsageError(`${judge.operation.id} cannot be called: ${made.reason}.`)
  const signal = options.signal ?? new AbortController().signal
  const runner = await CallRunner.open({ judge, call, timeoutMs, read: options.read, signal, open })
  try {
    return await new ClientRun({
      contract,
      judge,
      inputs: made,
      runner,
      runs,
      seed,
      signal,
      onEvent: options.onEvent ?? (() => {}),
      onFault,
    }).report()
  } finally {
    await runner.close()
  }
}

function operationOf({ operations }: Contract, id: string | undefined): Operation {
  const known = operations.map((one) => one.id)
  const found = id === undefined && operations.length === 1 ? operations[0] : operations.find((one) => one.id === id)
  if (found) return found
  throw new UsageError(
    id === undefined
      ? `the contract has ${operations.length} operations; name the one that is called with operation: ${known.slice(0, 10).join(', ')}.`
      : `there is no operation ${id}, only ${known.slice(0, 10).join(', ')}.`,
  )
}

interface RunParts {
  readonly contract: Contract
  readonly judge: OperationJudge
  readonly inputs: LegalInputs
  readonly runner: CallRunner
  readonly runs: number
  readonly seed: number
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  readonly onFault: (fault: ClientFault) => void
}

/** One run over one client. */
class ClientRun {
  readonly #parts: RunParts
  readonly #legal: readonly ServedAnswer[]
  readonly #broken: readonly ServedAnswer[]
  readonly #edges: readonly LegalInput[]
  readonly #observations: Observation[] = []
  readonly #faults: ClientFault[] = []
  readonly #ledger: ClientLedger
  readonly #hangs = new Map<string, number>()
  readonly #notes: string[] = []
  readonly #templates
  #done = 0
  #requests = 0
  #executions = 0
  #started = 0

  constructor(parts: RunParts) {
    this.#parts = parts
    const { judge, inputs } = parts
    this.#templates = templatesOf(judge.constraints)
    this.#ledger = new ClientLedger(judge)
    const { legal, broken } = servedAnswers(judge)
    this.#legal = legal
    this.#broken = broken
    this.#edges = inputs.edges.map((input) => this.#named(input)).filter(inputs.conforms)
  }

  async report(): Promise<Report> {
    const { contract, seed, onEvent, runner, judge, inputs, runs } = this.#parts
    this.#started = performance.now()
    const [plainAnswer] = this.#legal
    if (!plainAnswer) throw new UsageError(`${judge.operation.id} documents no answer that can be served.`)
    const { title, version, digest } = contract
    const plan = this.#plan()
    const target = runner.baseUrl
    onEvent({ type: 'started', party: 'client', contract: { title, version, digest }, target, seed, plan })

    for (const answer of this.#legal) {
      if (this.#isOver) break
      await this.#planned(inputs.plain, answer)
    }
    if (!this.#isUnseen) {
      const accepted = this.#observations.find(
        (one) => isSuccess(one.answer.response.status) && this.#faultsOf(one).length === 0,
      )
      for (const input of this.#edges) {
        if (this.#isOver) break
        await this.#planned(input, accepted?.answer ?? plainAnswer, accepted !== undefined)
      }
      await this.#serveBroken()
    }
    this.#add(memberFaults(this.#templates, this.#observations))
    if (!this.#isUnseen && !this.#isOver && runs > 0) await this.#random()
    return this.#finished(target, plan)
  }

  get #isOver(): boolean {
    return this.#parts.signal.aborted || this.#isUnseen
  }

  get #isUnseen(): boolean {
    return this.#requests === 0 && this.#done >= Math.min(MOST_UNSEEN, this.#legal.length)
  }

  #named(input: LegalInput): LegalInput {
    const { contract, judge } = this.#parts
    const schema = judge.operation.requestBody?.content.find(({ schema: one }) => one !== undefined)?.schema
    return schema === undefined || input.body === undefined
      ? input
      : { ...input, body: namedPart(contract, [schema], input.body) }
  }

  /** A planned call; `isGood` tells that the client takes the answer where it is asked for something plain. */
  async #planned(input: LegalInput, answer: ServedAnswer, isGood = false): Promise<void> {
    const kind = isGood ? 'arguments' : answer.status
    if ((this.#hangs.get(kind) ?? 0) >= MOST_HANGS) return
    let observation = await this.#call(input, answer)
    // A machine that is busy may make a call slow now and then.
    if (observation.outcome.kind === 'hung' && !this.#hangs.has(kind)) observation = await this.#call(input, answer)
    if (this.#parts.signal.aborted) return
    if (observation.outcome.kind === 'hung') this.#hangs.set(kind, (this.#hangs.get(kind) ?? 0) + 1)
    this.#observations.push(observation)
    const faults = this.#faultsOf(observation)
    // The answer was taken of plain arguments: it is these that are not.
    this.#add(isGood ? faults.map(asOfArguments) : faults)
  }

  #add(faults: readonly ClientFault[]): void {
    this.#faults.push(...faults)
    for (const fault of faults) this.#parts.onFault(fault)
  }

  async #call(input: LegalInput, answer: ServedAnswer): Promise<Observation> {
    const observation = await this.#parts.runner.run(input, answer)
    this.#done++
    this.#requests += observation.requests.length
    this.#executions += observation.requests.filter(
      ({ isServed, response }) => isServed && response.status < 300,
    ).length
    this.#parts.onEvent({
      type: 'progress',
      done: this.#done,
      total: Math.max(this.#plan().requests, this.#done),
      case: nameOf(observation),
      status: observation.requests[0]?.response.status ?? 'none',
    })
    this.#ledger.add(observation, observation.answer.breaks === undefined && this.#faultsOf(observation).length === 0)
    return observation
  }

  /** What a call shows; found once, since ledger, findings and random calls all ask. */
  #faultsOf(observation: Observation): readonly ClientFault[] {
    const known = this.#shown.get(observation)
    if (known) return known
    const { judge } = this.#parts
    const faults = [
      ...requestFaults(judge, this.#templates, observation),
      ...answerFaults(this.#templates, observation),
    ]
    this.#shown.set(observation, faults)
    return faults
  }
  readonly #shown = new WeakMap<Observation, readonly ClientFault[]>()

  async #serveBroken(): Promise<void> {
    const observations: Observation[] = []
    let hangs = 0
    for (const answer of this.#broken) {
      if (this.#isOver || hangs >= MOST_HANGS) break
      const observation = await this.#call(this.#parts.inputs.plain, answer)
      if (observation.outcome.kind === 'hung') hangs++
      observations.push(observation)
    }
    this.#add(brokenAnswerFaults(observations, this.#observations))
  }

  async #random(): Promise<void> {
    const { judge, inputs, runs, seed } = this.#parts
    let hangs = 0
    const { faults, notes } = await randomFaults({
      judge,
      inputs,
      named: (input) => this.#named(input),
      answers: this.#legal.filter(({ status }) => (this.#hangs.get(status) ?? 0) === 0),
      runs,
      seed,
      known: this.#faults,
      call: async (input, answer) => {
        const first = await this.#call(input, answer)
        if (first.outcome.kind !== 'hung') return first
        hangs++
        return this.#call(input, answer)
      },
      faultsOf: (observation) => this.#faultsOf(observation),
      isOver: () => this.#isOver || hangs >= MOST_HANGS,
    })
    this.#add(faults)
    this.#notes.push(...notes)
  }

  #plan(): Report['plan'] {
    this.#known ??= this.#summedUp()
    return this.#known
  }
  #known: Report['plan'] | undefined

  #summedUp(): Report['plan'] {
    const { inputs, runs, seed } = this.#parts
    const digest = createHash('sha256').update(`${seed} ${runs}`)
    for (const { name, parameters, body } of [inputs.plain, ...this.#edges])
      digest.update(JSON.stringify([name, [...parameters], body ?? null]))
    for (const { name, response } of [...this.#legal, ...this.#broken])
      digest.update(JSON.stringify([name, response.status, response.headers])).update(response.body)
    const good = [...this.#legal, ...this.#broken].filter(({ response }) => isSuccess(response.status)).length
    return {
      digest: digest.digest('hex'),
      requests: this.#legal.length + this.#edges.length + this.#broken.length + runs,
      executions: good + this.#edges.length,
    }
  }

  #finished(target: string, plan: Report['plan']): Report {
    const { contract, judge, inputs, runner, seed, signal, onEvent } = this.#parts
    const context = {
      operation: judge.operation.id,
      seed,
      baseUrl: runner.baseUrl,
      write: ({ input }: Observation) => inputs.write(input),
    }
    const found = this.#isUnseen
      ? []
      : clientFindings(this.#faults, this.#observations, judge.constraints, this.#templates)
    const findings = found.map((one) => findingOf(one, context))
    const broken = new Set(
      findings.flatMap(({ subject }) => (subject.kind === 'constraint' ? [subject.constraint] : [])),
    )
    if ([...this.#hangs.values()].some((count) => count >= MOST_HANGS))
      this.#notes.push(`After ${MOST_HANGS} calls of a kind that hang, no more of that kind are made.`)
    const report = clientReport({
      contract,
      tool: tool(),
      target,
      seed,
      plan,
      requests: this.#requests,
      executions: this.#executions,
      durationMs: performance.now() - this.#started,
      findings,
      constraints: this.#ledger.rows(broken, ({ source }) => contract.lineOf(source)),
      notes: this.#notes,
      reason: this.#isUnseen
        ? UNSEEN
        : signal.aborted
          ? 'the run was stopped before its end'
          : this.#observations.some(wasServed)
            ? undefined
            : 'no conforming request was seen',
    })
    onEvent({ type: 'finished', report })
    return report
  }
}

const UNSEEN =
  'no request of the client was seen: let it send to the base URL that it is given; msw does not see every library, so use loopback'

/** A call that plain arguments do not make fail. */
const asOfArguments = (fault: ClientFault): ClientFault =>
  fault.check === 'positive_response_acceptance' || fault.check === 'complete_result'
    ? {
        ...fault,
        check: 'positive_data_acceptance',
        class: fault.class,
        label: 'request',
        message: 'With these legal arguments the client fails, though its request is answered by a success.',
      }
    : fault
