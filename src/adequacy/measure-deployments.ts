import { documentedStatus } from '../contract/constraints/index.ts'
import type { Contract } from '../contract/model/index.ts'
import { acceptedFields, credentialsFor } from '../deployment/run/index.ts'
import {
  givenFields,
  givenTokens,
  type PlanningOptions,
  planVerification,
  tokensForAll,
} from '../deployment/wiring/index.ts'
import type { Breach, Check } from '../judging/checks/index.ts'
import { createResponder } from '../mock/responder/index.ts'
import { type LibraryOptions, OPTIONS } from '../options/index.ts'
import type { Case, Plan } from '../planning/cases/index.ts'
import { tool } from '../report/results/index.ts'
import { type Accident, accidents } from './accidents.ts'
import type { AdequacyReport, MutantRow } from './adequacy-report.ts'
import { Ground } from './ground.ts'
import { keeps, type Mutant } from './mutant.ts'
import { mutants } from './mutants.ts'
import { runPlan, type Setting } from './run-plan.ts'
import { summedUp } from './summed-up.ts'
import { survivor, unplannedRows } from './survivors.ts'

/** What decides which requests a mutant is sent; as for `verifyDeployment`, but that `runs` is 0 by default. */
export interface AdequacyOptions extends LibraryOptions<'adequacy'>, Pick<PlanningOptions, 'operations'> {}

/** What is taken away from a run, to see that it is missed. */
export interface Hole {
  readonly checks?: readonly Check[]
  readonly cases?: (planned: Case) => boolean
}

/** By check and subject. */
type Flaws = ReadonlyMap<string, Breach>

/** If the contract asks for credentials, the deployments know this one. */
const TOKEN = 'fgs-contract-adequacy'

/** Runs the plan of a contract against each of its mutants. Throws UsageError. */
export async function measureDeployments(
  contract: Contract,
  { clients: _, ...options }: AdequacyOptions = {},
  hole: Hole = {},
): Promise<AdequacyReport> {
  const token = tokensForAll(contract, TOKEN)
  const plan = planVerification(contract, {
    ...options,
    runs: options.runs ?? OPTIONS.runs.commands.adequacy.default,
    token,
  })
  const { credentials } = givenFields(contract, givenTokens(contract, token), [], () => TOKEN)
  const setting: Setting = {
    // Nobody reads the lines of findings, which are costly to find. It is one for all runs: what is read of it is kept.
    contract: { ...contract, lineOf: () => undefined },
    credentials,
    tool: tool(),
    ...(hole.checks && { checks: hole.checks }),
  }
  const respond = createResponder(contract, { credentials: (operation) => acceptedFields(operation, credentials) })
  const rows: MutantRow[] = []
  const notes = plan.closed.map(({ id, reason }) => `${id}: ${reason}`)
  for (const judge of plan.judges.values()) {
    const fields = credentialsFor(judge.operation, credentials).map(({ field }) => field)
    const ground = new Ground(judge, { plan, isKept: hole.cases }, respond, fields)
    for (const row of await measureOperation(ground, setting, notes)) rows.push(row)
  }
  return reportOf(contract, plan, setting, rows, notes)
}

async function measureOperation(ground: Ground, setting: Setting, notes: string[]): Promise<MutantRow[]> {
  const { judge, plan } = ground
  const unplanned = plan.unplanned.get(judge.operation.id)
  if (unplanned !== undefined) return unplannedRows(judge, unplanned)
  const flaws = await flawsOf(ground, setting)
  for (const [flaw, breach] of flaws)
    if (breach.severity === 'error')
      notes.push(
        isOfNoAnswer(ground, breach)
          ? `No deployment can keep the contract, since no value satisfies the schema of an answer: ${flaw}.`
          : `A deployment that keeps the contract gets a finding: ${flaw}.`,
      )
  const rows: MutantRow[] = []
  for (const mutant of mutants(ground)) rows.push(await measure(ground, mutant, flaws, setting))
  for (const accident of accidents(ground)) rows.push(await measureAccident(ground, accident, setting))
  return rows
}

/**
 * What is held against the deployment that mutants depart from: it tells none of them apart. An error is a flaw of this
 * tool; an advisory may be of the document, such as of one that documents no refusal.
 */
async function flawsOf(ground: Ground, setting: Setting): Promise<Flaws> {
  const flaws = new Map<string, Breach>()
  await runPlan(
    ground,
    keeps,
    (breach) => {
      const key = keyOf(breach)
      if (flaws.get(key)?.severity !== 'error') flaws.set(key, breach)
      return false
    },
    setting,
  )
  return flaws
}

function isOfNoAnswer(ground: Ground, { subject }: Breach): boolean {
  const constraint =
    subject.kind === 'constraint' ? ground.judge.constraints.find(({ id }) => id === subject.constraint) : undefined
  const status = constraint && documentedStatus(constraint)
  return status !== undefined && ground.isUnanswerable(status)
}

async function measure(ground: Ground, mutant: Mutant, flaws: Flaws, setting: Setting): Promise<MutantRow> {
  const { id, operation, constraint, kind, description, exempt } = mutant
  const row = { id, party: 'deployment', operation, constraint, kind, description } as const
  if (exempt) return { ...row, ...exempt }
  // Answered as the contract says, a run is that of the deployment from which mutants depart.
  if (!ground.situations.some((situation) => mutant.answer(situation)))
    return { ...row, ...survivor(ground, mutant, { departures: 0, accepted: 0, notes: [] }) }
  const isWanted = (breach: Breach): boolean => isKilling(breach, mutant) && !flaws.has(keyOf(breach))
  const noticed = await runPlan(ground, mutant.answer, isWanted, setting)
  const { breach, report } = noticed
  if (!breach) {
    const notes = report().notes.map(({ message }) => message)
    return { ...row, ...survivor(ground, mutant, { ...noticed, notes }) }
  }
  return { ...row, state: 'killed', by: { check: breach.check, severity: breach.severity, about: aboutOf(breach) } }
}

/** What a deployment seems to hold by accident: nothing, or a run proves less than it says. */
async function measureAccident(ground: Ground, accident: Accident, setting: Setting): Promise<MutantRow> {
  const { id: operation } = ground.judge.operation
  const { id: constraint } = ground.judge.constraint('method')
  const { id, description } = accident
  const kind = 'held by accident'
  const row = {
    id: `${constraint}: ${kind}, ${id}`,
    party: 'deployment',
    operation,
    constraint,
    kind,
    description,
  } as const
  const { report } = await runPlan(ground, accident.start(), () => false, setting)
  const held = report().constraints.filter(({ party, state }) => party === 'client' && state === 'held')
  const [first] = held
  if (!first) return { ...row, state: 'killed' }
  return {
    ...row,
    state: 'survived',
    reason: `it is said to hold ${held.length === 1 ? '1 constraint' : `${held.length} constraints`}, such as ${first.id}`,
  }
}

const isKilling = ({ subject, severity }: Breach, mutant: Mutant): boolean =>
  (severity === 'error' || mutant.severity === 'advisory') &&
  (mutant.shows === 'anything' || (subject.kind === 'constraint' && subject.constraint === mutant.constraint))

const aboutOf = ({ subject }: Breach): string => (subject.kind === 'constraint' ? subject.constraint : subject.case)

const keyOf = (breach: Breach): string => `${breach.check} ${aboutOf(breach)}`

function reportOf(
  { title, version, digest }: Contract,
  plan: Plan,
  setting: Setting,
  rows: readonly MutantRow[],
  notes: readonly string[],
): AdequacyReport {
  return {
    version: 1,
    tool: setting.tool,
    contract: { title, version, digest },
    seed: plan.seed,
    plan: { digest: plan.digest, requests: plan.cases.length, executions: plan.executions },
    ...summedUp(rows),
    notes: notes.map((message) => ({ message })),
  }
}
