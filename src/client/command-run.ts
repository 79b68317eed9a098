import { createHash } from 'node:crypto'
import type { Contract, Operation } from '../contract/model/index.ts'
import { isSuccess } from '../http/index.ts'
import { OperationJudge } from '../judging/messages/index.ts'
import type { LegalInput } from '../planning/cases/index.ts'
import { type Finding, type LedgerRow, type Report, UsageError } from '../report/results/index.ts'
import type { AnsweringMock } from './answering-mock.ts'
import { ClientSession, MOST_HANGS, STOPPED } from './client-session.ts'
import { commandFaults } from './command-faults.ts'
import type { CommandOptions, Execute, Execution } from './command-options.ts'
import type { CallOutcome, Observation } from './observation.ts'
import { OperationRecord } from './operation-record.ts'
import { randomAnswers } from './random-answers.ts'
import { legalAnswers, type ServedAnswer } from './served-answers.ts'
import { shownData } from './shown-data.ts'

const DEFAULT_OF_STATUS = 8
const LONGEST_OUTPUT = 300
const COMMAND: LegalInput = { name: 'command', parameters: new Map(), body: undefined }

export interface CommandParts {
  readonly contract: Contract
  readonly execute: Execute
  readonly options: CommandOptions
  readonly seed: number
  readonly runs: number
  readonly mock: AnsweringMock
  readonly target: string
}

/** One operation, with the answers to serve to it. */
interface Series {
  readonly judge: OperationJudge
  /** The answer with which all should go well; undefined if it has none that can be served. */
  readonly plain: ServedAnswer | undefined
  readonly answers: readonly ServedAnswer[]
}

/** One run over a program: a probe that shows what it calls, then one execution for each answer to each of those. */
export class CommandRun {
  readonly #parts: CommandParts
  readonly #signal: AbortSignal
  readonly #startedMs = performance.now()

  constructor(parts: CommandParts) {
    this.#parts = parts
    this.#signal = parts.options.signal ?? new AbortController().signal
  }

  async report(): Promise<Report> {
    const { contract } = this.#parts
    const [first, ...others] = contract.operations
    const judge = first && new OperationJudge(contract, first)
    const plain = judge && plainOf(judge)
    if (!judge || !plain) throw new UsageError(`${contract.file} documents no answer that can be served.`)
    // Of several operations, only the probe shows which are called.
    const onlySeries = others.length === 0 ? [this.#seriesOf(judge)] : undefined
    const begun = onlySeries && this.#begin(onlySeries)
    const probe = await this.#execute(judge.operation, plain)
    const series = onlySeries ?? this.#calledIn(probe)
    const session = begun ?? this.#begin(series)
    session.count(probe)

    const findings: Finding[] = []
    const rows: LedgerRow[] = []
    for (const ofOperation of series.length > 0 ? series : [this.#seriesOf(judge)]) {
      const record = await this.#serve(session, ofOperation, { ...probe, answer: ofOperation.plain ?? plain })
      if (session.requests > 0) findings.push(...this.#findings(record))
      rows.push(...record.rows(contract, findings))
    }
    for (const { id, reason } of this.#parts.mock.closed) session.notes.push(`${id}: ${reason}`)
    const unseen = session.requests === 0 ? this.#parts.mock.whyUnseen(UNSEEN) : undefined
    return session.finish(findings, rows, this.#signal.aborted ? STOPPED : unseen)
  }

  #calledIn({ requests }: Observation): Series[] {
    const called = new Set(requests.flatMap(({ operation }) => operation ?? []))
    const operationOf = (id: string): Operation[] =>
      this.#parts.contract.operations.filter((operation) => operation.id === id)
    return [...called]
      .flatMap(operationOf)
      .map((operation) => this.#seriesOf(new OperationJudge(this.#parts.contract, operation)))
  }

  #seriesOf(judge: OperationJudge): Series {
    const { options, runs, seed } = this.#parts
    return {
      judge,
      plain: plainOf(judge),
      answers: [...chosenAnswers(judge, options), ...randomAnswers(judge, runs, seed)],
    }
  }

  #begin(series: readonly Series[]): ClientSession {
    const { contract, seed, target, options } = this.#parts
    const answers = series.flatMap((one) => one.answers)
    const digest = createHash('sha256')
    for (const { name, response } of answers)
      digest.update(JSON.stringify([name, response.status])).update(response.body)
    const good = answers.filter(({ response }) => isSuccess(response.status)).length
    // The probe is one more.
    const plan = { digest: digest.digest('hex'), requests: answers.length + 1, executions: good + 1 }
    const { onEvent = () => {} } = options
    return new ClientSession({
      contract,
      seed,
      target,
      plan,
      startedMs: this.#startedMs,
      signal: this.#signal,
      onEvent,
    })
  }

  /** Serves an operation its answers, an execution each. */
  async #serve(session: ClientSession, { judge, answers }: Series, probe: Observation): Promise<OperationRecord> {
    const { id } = judge.operation
    const record = new OperationRecord(judge)
    const ofOperation = (observation: Observation): Observation => ({
      ...observation,
      requests: observation.requests.filter(({ operation }) => operation === id || operation === undefined),
    })
    const usual = ofOperation(probe).requests.filter(({ isServed }) => isServed).length
    const take = (observation: Observation): void => {
      const shown = ofOperation(observation)
      const faults = commandFaults(judge, shown, usual)
      record.observations.push(shown)
      record.faults.push(...faults)
      record.prove(shown, faults.length === 0)
    }
    take(probe)
    const unserved =
      usual === 0 ? 'sends it no conforming request' : probe.outcome.kind === 'hung' ? 'hangs' : undefined
    if (unserved !== undefined && session.requests > 0)
      session.notes.push(`No more answers of ${id} are served: the first run of the command ${unserved}.`)
    const hangs = new Map<string, number>()
    await session.makeEach({
      // Without a conforming request no answer can be served.
      calls: unserved === undefined ? answers : [],
      kindOf: () => id,
      hangs,
      isRetried: false,
      isOver: () => this.#signal.aborted,
      make: async (answer) => {
        const observation = await this.#execute(judge.operation, answer)
        session.count(observation)
        return observation
      },
      take,
    })
    if ((hangs.get(id) ?? 0) >= MOST_HANGS)
      session.notes.push(`After ${MOST_HANGS} runs that hang, no more of ${id} are made.`)
    return record
  }

  async #execute({ id }: Operation, answer: ServedAnswer): Promise<Observation> {
    const { mock, execute, target } = this.#parts
    const requests = mock.begin(id, answer)
    const outcome = await outcomeOf(await execute(target))
    return { input: COMMAND, answer, requests, outcome, unhandled: [] }
  }

  #findings(record: OperationRecord): Finding[] {
    const { method, path } = record.judge.operation
    const { seed, target, options } = this.#parts
    const { fullBodies } = options
    return record.findings({ seed, baseUrl: target, fullBodies, write: () => ({ method, target: path, headers: [] }) })
  }
}

const UNSEEN = 'no request of the command was seen: let it send to the base URL in FGS_CONTRACT_URL'

const plainOf = (judge: OperationJudge): ServedAnswer | undefined => legalAnswers(judge, 1)[0]

function chosenAnswers(judge: OperationJudge, { mode, statuses }: CommandOptions): ServedAnswer[] {
  if (mode === 'random') return []
  const most = mode === 'example' ? 1 : mode === 'boundary' ? undefined : DEFAULT_OF_STATUS
  const answers = legalAnswers(judge, most).filter(
    ({ response }) => statuses === undefined || statuses.includes(response.status),
  )
  if (answers.length > 0 || statuses === undefined) return answers
  const documented = judge.operation.responses.map(({ status }) => status).join(', ')
  throw new UsageError(`${judge.operation.id} documents no response ${statuses.join(', ')}, only ${documented}.`)
}

/** How the program ended, as a call that returned or threw; its exit code is all that it gives back. */
async function outcomeOf(execution: Execution): Promise<CallOutcome> {
  if (execution.kind === 'hung') return { kind: 'hung' }
  const { code, output } = execution
  const shown = await shownData(output)
  if (code === 0) return { kind: 'returned', shown, text: 'exit code 0', signature: '' }
  const words = output.trim().slice(-LONGEST_OUTPUT)
  const written = words === '' ? '' : `, having written ${JSON.stringify(words)}`
  return { kind: 'threw', shown, text: `exit code ${code}${written}` }
}
