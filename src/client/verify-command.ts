import { createHash } from 'node:crypto'
import type { Contract } from '../contract/model/index.ts'
import { tool } from '../deployment/wiring/index.ts'
import { type HttpRequest, isSuccess } from '../http/index.ts'
import { isAcceptable, OperationJudge } from '../judging/messages/index.ts'
import { serveMock } from '../mock/loopback/index.ts'
import { Mock, type MockReply, type Mode } from '../mock/responder/index.ts'
import { RUNS_IN_MODE_RANDOM, requireCount, seedOf } from '../options/index.ts'
import type { LegalInput } from '../planning/cases/index.ts'
import type { Report, RunEvent } from '../report/results/index.ts'
import { UsageError } from '../report/results/index.ts'
import { clientFindings } from './client-findings.ts'
import { ClientLedger } from './client-ledger.ts'
import { clientReport, findingOf } from './client-report.ts'
import { commandFaults } from './command-faults.ts'
import { templatesOf } from './lost-data.ts'
import type { CallOutcome, Observation, SeenRequest } from './observation.ts'
import { randomAnswers } from './random-answers.ts'
import { legalAnswers, type ServedAnswer } from './served-answers.ts'
import { shownData } from './shown-data.ts'

/** How a program ended. `output` is the end of what it wrote to stdout and stderr. */
export type Execution =
  | { readonly kind: 'exited'; readonly code: number | string; readonly output: string }
  | { readonly kind: 'hung'; readonly output: string }

export interface CommandOptions {
  /** Which answers are served: the first example of each status, all, or random ones. Default: examples and some edges. */
  readonly mode?: Mode | undefined
  /** Only answers with these statuses; the first run has a success all the same. */
  readonly statuses?: readonly number[] | undefined
  /** Random answers. Default: 20 in mode `random`, else 0. */
  readonly runs?: number | undefined
  readonly seed?: number | 'random' | undefined
  readonly onEvent?: ((event: RunEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Runs a program once, with the base URL of the mock. Never rejects for what the program does. */
export type Execute = (baseUrl: string) => Promise<Execution>

const DEFAULT_OF_STATUS = 8
const MOST_HANGS = 2
const COMMAND: LegalInput = { name: 'command', parameters: new Map(), body: undefined }

/**
 * Runs a program again and again, each time with another legal answer to what it sends, and judges the requests and how
 * the program ends. It asks nothing of the program, which knows by itself what to send. Throws UsageError.
 */
export async function verifyCommand(
  contract: Contract,
  execute: Execute,
  options: CommandOptions = {},
): Promise<Report> {
  const seed = seedOf(options.seed)
  const runs = requireCount('runs', options.runs) ?? (options.mode === 'random' ? RUNS_IN_MODE_RANDOM : 0)
  const onEvent = options.onEvent ?? (() => {})
  const started = performance.now()
  const mock = new Mock(contract, { mode: 'example', journal: 1 })
  let served: { readonly operation: string; readonly answer: ServedAnswer } | undefined
  let seen: SeenRequest[] = []
  let requests = 0
  let executions = 0
  let done = 0

  const handle = (request: HttpRequest): MockReply => {
    const reply = mock.handle(request)
    const { operation, judged } = mock.interactions.at(-1) ?? {}
    const isServed = judged !== undefined && isAcceptable(judged)
    const response =
      isServed && operation === served?.operation ? (served?.answer.response ?? reply.response) : reply.response
    requests++
    if (isServed && response.status < 300) executions++
    if (seen.length < MOST_SEEN) seen.push({ request, operation, judged, response, isServed })
    return { ...reply, response }
  }
  const server = await serveMock({ handle })

  async function run(operation: string, answer: ServedAnswer): Promise<Observation> {
    served = { operation, answer }
    seen = []
    const outcome = await outcomeOf(await execute(server.origin))
    done++
    return { input: COMMAND, answer, requests: seen, outcome, unhandled: [] }
  }

  try {
    const judges = new Map(contract.operations.map((one) => [one.id, new OperationJudge(contract, one)]))
    const plainOf = (id: string): ServedAnswer | undefined => {
      const judge = judges.get(id)
      return judge && legalAnswers(judge, 1)[0]
    }
    const [firstId = ''] = judges.keys()
    const first = plainOf(firstId)
    if (!first) throw new UsageError(`${contract.file} documents no answer that can be served.`)
    const answersOf = (id: string): ServedAnswer[] => {
      const judge = judges.get(id)
      return judge ? [...chosen(judge, options), ...randomAnswers(judge, runs, seed)] : []
    }
    const isOne = judges.size === 1
    const { title, version, digest } = contract
    const begin = (ids: readonly string[]): Report['plan'] => {
      const answers = ids.flatMap((id) => answersOf(id))
      const hash = createHash('sha256')
      for (const { name, response } of answers)
        hash.update(JSON.stringify([name, response.status])).update(response.body)
      const plan = {
        digest: hash.digest('hex'),
        requests: answers.length + 1,
        executions: answers.filter(({ response }) => isSuccess(response.status)).length + 1,
      }
      const where = server.origin
      onEvent({ type: 'started', party: 'client', contract: { title, version, digest }, target: where, seed, plan })
      return plan
    }
    let plan = isOne ? begin([firstId]) : undefined
    const probe = await run(firstId, first)
    const called = [...new Set(probe.requests.flatMap(({ operation }) => operation ?? []))]
    plan ??= begin(called)
    const findings: Report['findings'][number][] = []
    const constraints: Report['constraints'][number][] = []
    const notes: string[] = []
    const report = (event: Observation): void =>
      onEvent({
        type: 'progress',
        done,
        total: Math.max(plan?.requests ?? 0, done),
        case: event.answer.name,
        status: event.requests[0]?.response.status ?? 'none',
      })
    report(probe)
    for (const id of called.length > 0 ? called : [firstId]) {
      const judge = judges.get(id)
      if (!judge) continue
      const plain = plainOf(id) ?? first
      const own = (one: Observation): Observation => ({
        ...one,
        requests: one.requests.filter(({ operation }) => operation === id || operation === undefined),
      })
      const observations = [own({ ...probe, answer: plain })]
      const usual = observations[0]?.requests.filter(({ isServed }) => isServed).length ?? 0
      let hangs = 0
      // Without a conforming request no answer can be served.
      for (const answer of usual > 0 && probe.outcome.kind !== 'hung' ? answersOf(id) : []) {
        if (options.signal?.aborted || hangs >= MOST_HANGS) break
        const observation = await run(id, answer)
        if (observation.outcome.kind === 'hung') hangs++
        report(observation)
        if (!options.signal?.aborted) observations.push(own(observation))
      }
      if (hangs >= MOST_HANGS) notes.push(`After ${MOST_HANGS} runs that hang, no more of ${id} are made.`)
      const ledger = new ClientLedger(judge)
      const faults = observations.flatMap((one) => {
        const found = commandFaults(judge, one, usual)
        ledger.add(one, found.length === 0)
        return found
      })
      const context = {
        operation: id,
        seed,
        baseUrl: server.origin,
        write: (): HttpRequest => ({ method: judge.operation.method, target: judge.operation.path, headers: [] }),
      }
      const found =
        probe.requests.length === 0
          ? []
          : clientFindings(faults, observations, judge.constraints, templatesOf(judge.constraints))
      findings.push(...found.map((one) => findingOf(one, context)))
      const broken = new Set(
        findings.flatMap(({ subject }) => (subject.kind === 'constraint' ? [subject.constraint] : [])),
      )
      constraints.push(...ledger.rows(broken, ({ source }) => contract.lineOf(source)))
    }
    const finished = clientReport({
      contract,
      tool: tool(),
      target: server.origin,
      seed,
      plan,
      requests,
      executions,
      durationMs: performance.now() - started,
      findings,
      constraints,
      notes,
      reason: options.signal?.aborted
        ? 'the run was stopped before its end'
        : requests === 0
          ? 'no request of the command was seen: let it send to the base URL in FGS_CONTRACT_URL'
          : undefined,
    })
    onEvent({ type: 'finished', report: finished })
    return finished
  } finally {
    await server.close()
  }
}

/** A program in a loop of retries must not fill the memory. */
const MOST_SEEN = 100

function chosen(judge: OperationJudge, { mode, statuses }: CommandOptions): ServedAnswer[] {
  const isWanted = ({ response }: ServedAnswer): boolean => statuses === undefined || statuses.includes(response.status)
  if (mode === 'random') return []
  const most = mode === 'example' ? 1 : mode === 'boundary' ? undefined : DEFAULT_OF_STATUS
  const all = legalAnswers(judge, most).filter(isWanted)
  const [first] = all
  if (!first && statuses !== undefined)
    throw new UsageError(
      `${judge.operation.id} documents no response ${statuses.join(', ')}, only ${judge.operation.responses.map(({ status }) => status).join(', ')}.`,
    )
  return all
}

async function outcomeOf(execution: Execution): Promise<CallOutcome> {
  if (execution.kind === 'hung') return { kind: 'hung' }
  const { code, output } = execution
  const shown = await shownData(output)
  const said = output.trim() === '' ? '' : `, having written ${JSON.stringify(output.trim().slice(-300))}`
  return code === 0
    ? { kind: 'returned', shown, text: 'exit code 0', signature: '' }
    : { kind: 'threw', shown, text: `exit code ${code}${said}` }
}
