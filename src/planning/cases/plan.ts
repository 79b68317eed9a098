import { hash } from 'node:crypto'
import { NotJudged, STEP_LIMITS, withinSteps } from '../../bounded/index.ts'
import {
  type ClosedOperation,
  type Contract,
  noSuchOperation,
  type Operation,
  type OperationName,
} from '../../contract/model/index.ts'
import { isSafe, LARGEST_BODY, type RequestField } from '../../http/index.ts'
import { OperationFinder, OperationJudge } from '../../judging/messages/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { isRefusal } from '../generators/index.ts'
import { baseOf } from './base.ts'
import { type Case, mayChange, mayExecute, mustBeRefused } from './case.ts'
import type { KeyPlace } from './key-place.ts'
import {
  type KnownValues,
  knownFor,
  type OperationKnowledge,
  requireKnownBodies,
  requireKnownValues,
} from './known-values.ts'
import type { CasesOptions } from './operation-cases.ts'
import { OperationPlan } from './operation-plan.ts'
import type { Untried } from './untried.ts'

/** What is planned otherwise for one operation. */
export interface OperationPlanOptions extends OperationKnowledge {
  readonly runs?: number | undefined
}

export interface PlanOptions extends Omit<CasesOptions, 'credentials' | 'alters'> {
  readonly known: Omit<KnownValues, 'credentials'>
  /** What the requests of an operation will carry; leaving it out is tested. */
  readonly credentials: (operation: Operation) => readonly RequestField[]
  /** Whether each request is signed: nothing of that can be nearly right. */
  readonly isSigned?: boolean | undefined
  readonly maxRequests: number
  readonly maxExecutions: number
  /** Which operations to plan for. */
  readonly includes: (operation: OperationName) => boolean
  /** By operation id. */
  readonly operations?: ReadonlyMap<string, OperationPlanOptions>
  /** Operations whose requests may change what is there before the run; none if left out. */
  readonly allowsChanges?: (operation: Operation) => boolean
  /** Whether nothing can be harmed: then what can only be sent to what is there is sent, too. */
  readonly isHarmless?: boolean
}

export interface Plan {
  readonly cases: readonly Case[]
  readonly judges: ReadonlyMap<string, OperationJudge>
  /** By operation id: what is sent in turn if its first request is refused, until one is accepted. No planned costs. */
  readonly starts: ReadonlyMap<string, readonly Case[]>
  /** By operation id: what gets new values if a request is refused that was accepted before, since that may be why. */
  readonly keyPlaces: ReadonlyMap<string, readonly KeyPlace[]>
  /** What makes the cases of an operation again if a deployment refuses what they start from; by operation id. */
  readonly operations: ReadonlyMap<string, OperationPlan>
  /** SHA-256 in hex over what is sent, without server and credentials. */
  readonly digest: string
  /** How many cases a conforming deployment may execute. */
  readonly executions: number
  /** Operations for which there is no case, and limits that left some out, and why; by id. */
  readonly unplanned: ReadonlyMap<string, string>
  /** Operations of which nothing can be planned since the document is at fault. */
  readonly closed: readonly ClosedOperation[]
  /** Constraints that no case can show to be held, and why; by id. */
  readonly untried: ReadonlyMap<string, Untried>
  readonly seed: number
}

/**
 * Everything that will be sent, in order: for each operation a first conforming request, packed edges, each constraint
 * broken alone, messages, methods and credentials, random requests, and the first one again. Throws UsageError.
 */
export function createPlan(contract: Contract, options: PlanOptions): Plan {
  requireOperations(contract, [...(options.operations?.keys() ?? [])])
  const judges = new Map<string, OperationJudge>()
  const unplanned = new Map<string, string>()
  const untried = new Map<string, Untried>()
  const cases: Case[] = []
  const operations = new Map<string, OperationPlan>()
  const finder = new OperationFinder(contract)
  const altering = alteringOperations(contract, options)
  // One body of this size shows it for the server; all of them together would fill the memory.
  let largeBody = LARGEST_BODY
  for (const operation of contract.operations) {
    if (!options.includes(operation)) continue
    const judge = new OperationJudge(contract, operation)
    judges.set(operation.id, judge)
    const ownOptions = options.operations?.get(operation.id)
    const credentials = options.credentials(operation)
    const knownForAll = { ...options.known, credentials }
    const known = ownOptions ? knownFor(operation, knownForAll, ownOptions) : knownForAll
    if (ownOptions?.bodies) requireKnownBodies([judge], known, `operations.${operation.id}.body`)
    const plan = (): void => {
      const base = guardedBaseOf(judge, known, options)
      if ('reason' in base) {
        unplanned.set(operation.id, base.reason)
        return
      }
      const casesOptions = {
        runs: ownOptions?.runs ?? options.runs,
        seed: options.seed,
        credentials: credentials.length > 0,
        alters: altering.has(operation),
      }
      const operationPlan = new OperationPlan({ ...base, largeBody }, finder, casesOptions)
      operations.set(operation.id, operationPlan)
      const planned = operationPlan.planned()
      for (const planCase of planned.cases) cases.push(planCase)
      if (planned.cases.some(({ request }) => (request.body?.length ?? 0) > LARGEST_BODY / 2)) largeBody = 0
      for (const [id, reason] of planned.unplanned) unplanned.set(id, reason)
      for (const [id, reasons] of planned.untried) untried.set(id, reasons)
    }
    const reason = whyNotPlanned(plan)
    if (reason !== undefined) unplanned.set(operation.id, reason)
  }
  requireKnownBodies([...judges.values()], options.known)
  requireKnownValues([...judges.values()], options.known)
  const keptCases = withinBudgets(cases, options, unplanned)
  // What is sent in place of a first request that is not sent is not sent either.
  const begun = new Set(keptCases.flatMap(({ role, operation }) => (role === 'base' ? [operation] : [])))
  const starts = new Map(
    [...operations].flatMap(([id, { starts: of }]) => (begun.has(id) && of.length > 0 ? [[id, of] as const] : [])),
  )
  const keyPlaces = new Map(
    [...operations].flatMap(([id, { keyPlaces: of }]) => (begun.has(id) && of.length > 0 ? [[id, of] as const] : [])),
  )
  return {
    cases: keptCases,
    judges,
    starts,
    operations,
    keyPlaces,
    digest: digestOf([...keptCases, ...[...starts.values()].flat()], keyPlaces),
    executions: keptCases.filter(mayExecute).length,
    unplanned,
    closed: (contract.closed ?? []).filter(options.includes),
    untried,
    seed: options.seed,
  }
}

/** Why values could not be made or judged within bounds; undefined if they could. */
function whyNotPlanned(plan: () => void): string | undefined {
  try {
    withinSteps(plan, STEP_LIMITS.planning)
    return undefined
  } catch (error) {
    if (error instanceof NotJudged) return `its values cannot be judged: ${error.message}`
    if (isRefusal(error)) return error.message
    throw error
  }
}

/**
 * The operations whose credentials are altered: one for each set of places in which they are, since what looks at them is
 * the same. One that changes nothing is preferred.
 */
function alteringOperations({ operations }: Contract, options: PlanOptions): ReadonlySet<Operation> {
  const chosen = new Map<string, Operation>()
  if (options.isSigned) return new Set()
  for (const operation of operations) {
    const fields = options.includes(operation) && operation.security.length > 0 ? options.credentials(operation) : []
    if (fields.length === 0) continue
    const key = JSON.stringify(fields.map(([name, , place]) => [name.toLowerCase(), place]))
    const before = chosen.get(key)
    if (!before || (!isSafe(before.method) && isSafe(operation.method))) chosen.set(key, operation)
  }
  return new Set(chosen.values())
}

function guardedBaseOf(
  judge: OperationJudge,
  known: KnownValues,
  { allowsChanges, isHarmless }: PlanOptions,
): ReturnType<typeof baseOf> {
  const base = baseOf(judge, known, allowsChanges?.(judge.operation) ? 'allowed' : 'guarded')
  return 'reason' in base && isHarmless ? baseOf(judge, known, 'allowed') : base
}

function requireOperations(contract: Contract, ids: readonly string[]): void {
  for (const id of ids) {
    if ([...contract.operations, ...(contract.closed ?? [])].some((operation) => operation.id === id)) continue
    throw new UsageError(`operations.${id}: ${noSuchOperation(contract, id)}.`)
  }
}

/**
 * Budgets are hard limits: cases are kept in order while there is room. What they cut is said. If nothing may be
 * executed, nothing that may change something is sent but what the document itself must refuse.
 */
function withinBudgets(cases: readonly Case[], options: PlanOptions, unplanned: Map<string, string>): Case[] {
  let requests = 0
  let executions = 0
  const cut = { requests: 0, executions: 0, changes: 0 }
  const keptCases = cases.filter((planCase) => {
    const cost = mayExecute(planCase) ? 1 : 0
    if (executions + cost > options.maxExecutions) cut.executions++
    else if (options.maxExecutions === 0 && mayChange(planCase) && !mustBeRefused(planCase)) cut.changes++
    else if (requests + 1 > options.maxRequests) cut.requests++
    else {
      requests++
      executions += cost
      return true
    }
    return false
  })
  if (cut.executions + cut.changes > 0) {
    const what = cut.changes > 0 ? 'may be executed or change something' : 'may be executed'
    unplanned.set(
      '--max-executions',
      `--max-executions ${options.maxExecutions} left out ${cut.executions + cut.changes} requests that ${what}`,
    )
  }
  if (cut.requests > 0)
    unplanned.set('--max-requests', `--max-requests ${options.maxRequests} left out ${cut.requests} requests`)
  return keptCases
}

function digestOf(cases: readonly Case[], keyPlaces: Plan['keyPlaces']): string {
  const lines = cases.map(({ operation, digest }) => `${operation} ${digest}\n`)
  for (const [id, places] of keyPlaces)
    for (const { place, pointer } of places) lines.push(`${id} new ${place === 'body' ? '' : place}${pointer}\n`)
  return hash('sha256', lines.join(''))
}
