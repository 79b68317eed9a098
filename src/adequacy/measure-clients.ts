import { driveClient } from '../client/index.ts'
import type { Contract, Operation } from '../contract/model/index.ts'
import type { HttpRequest } from '../http/index.ts'
import { OperationJudge } from '../judging/messages/index.ts'
import type { MockReply } from '../mock/responder/index.ts'
import { type LegalInput, type LegalInputs, legalInputs } from '../planning/cases/index.ts'
import type { CheckName, Finding, Report } from '../report/results/index.ts'
import { UsageError } from '../report/results/index.ts'
import type { MutantRow } from './adequacy-report.ts'
import type { ClientMutant } from './client-mutant.ts'
import { clientMutants } from './client-mutants.ts'
import { type ClientBehaviour, conformingBehaviour } from './generic-client.ts'

/** In process a call settles before any timer does: only what hangs waits that long. */
const TIMEOUT_MS = 5
const BASE_URL = 'http://client.invalid'

/** What is taken away from a run, to see that it is missed. */
export interface ClientHole {
  readonly without?: CheckName
}

/** Runs what `verifyClient` does against clients of each operation that keep the contract except for one thing. */
export async function measureClients(
  contract: Contract,
  operations: readonly Operation[],
  seed: number,
  hole: ClientHole = {},
): Promise<{ readonly rows: readonly MutantRow[]; readonly notes: readonly string[] }> {
  const rows: MutantRow[] = []
  const notes: string[] = []
  for (const operation of operations) {
    const judge = new OperationJudge(contract, operation)
    const inputs = legalInputs(judge, seed)
    const reason = 'reason' in inputs ? inputs.reason : unserved(operation)
    if ('reason' in inputs || reason !== undefined) {
      notes.push(`No client of ${operation.id} is tried: ${reason}.`)
      continue
    }
    const trial = new ClientTrial(contract, judge, inputs, hole)
    const flaws = await trial.flaws()
    for (const flaw of flaws) notes.push(`A client that keeps the contract gets a finding: ${flaw}.`)
    for (const mutant of clientMutants(judge, inputs)) rows.push(await trial.measure(mutant, flaws))
  }
  return { rows, notes }
}

const unserved = ({ responses }: Operation): string | undefined =>
  responses.some(({ status }) => /^[245]|default/.test(status))
    ? undefined
    : 'it documents no answer that can be served'

/** Every client of one operation. */
class ClientTrial {
  readonly #contract: Contract
  readonly #judge: OperationJudge
  readonly #inputs: LegalInputs
  readonly #hole: ClientHole

  constructor(contract: Contract, judge: OperationJudge, inputs: LegalInputs, hole: ClientHole) {
    // Nobody reads the lines of its findings, which are costly to find.
    this.#contract = { ...contract, lineOf: () => undefined }
    this.#judge = judge
    this.#inputs = inputs
    this.#hole = hole
  }

  /** What is held against the client that mutants depart from. */
  async flaws(): Promise<ReadonlySet<string>> {
    const { findings } = await this.#run(conformingBehaviour(this.#judge), undefined)
    return new Set(findings.map(({ id }) => id))
  }

  async measure(mutant: ClientMutant, flaws: ReadonlySet<string>): Promise<MutantRow> {
    const { id, constraint, kind, description, exempt, severity } = mutant
    const row = { id, party: 'client', operation: this.#judge.operation.id, constraint, kind, description } as const
    if (exempt) return { ...row, ...exempt }
    let departures = 0
    const keeps = conformingBehaviour(this.#judge)
    const changed = mutant.change(keeps, () => {
      departures++
    })
    const { findings } = await this.#run({ ...keeps, ...changed }, flaws.size === 0 ? severity : undefined)
    const killer = findings.find((finding) => this.#isKilling(finding, severity) && !flaws.has(finding.id))
    if (killer) {
      const { check, subject } = killer
      const about = subject.kind === 'constraint' ? subject.constraint : subject.case
      return { ...row, state: 'killed', by: { check, severity: killer.severity, about } }
    }
    if (departures > 0)
      return {
        ...row,
        state: 'survived',
        reason: `it did so in ${departures === 1 ? '1 call' : `${departures} calls`}, and no check minds`,
        ...(mutant.remedy !== undefined && { remedy: mutant.remedy }),
      }
    if (mutant.couldDepart?.() ?? true)
      return { ...row, state: 'survived', reason: 'no call of the plan makes it do so', remedy: 'random calls' }
    return { ...row, state: 'equivalent', reason: 'nothing legal was found that makes it do so' }
  }

  readonly #isKilling = (
    { check, severity }: Pick<Finding, 'check' | 'severity'>,
    least: Finding['severity'],
  ): boolean => check !== this.#hole.without && (severity === 'error' || least === 'advisory')

  /** With `until`, it ends at the first finding that is as severe. */
  #run(behaviour: ClientBehaviour, until: Finding['severity'] | undefined): Promise<Report> {
    const stop = new AbortController()
    let handle: (request: HttpRequest) => MockReply = () => {
      throw new UsageError('the mock is closed')
    }
    return driveClient(
      this.#contract,
      async (args) => {
        const input = behaviour.asked(inputOf(args))
        const request = behaviour.written(input, this.#inputs.write)
        const { response } = handle(request)
        if (behaviour.isRepeated(response)) handle(request)
        return behaviour.made(response)
      },
      { operation: this.#judge.operation.id, runs: 0, timeout: TIMEOUT_MS, signal: stop.signal },
      {
        ground: { judge: this.#judge, inputs: this.#inputs },
        open: async (mockHandle) => {
          handle = mockHandle
          return { baseUrl: BASE_URL, close: async () => {} }
        },
        onFault: (fault) => {
          if (until !== undefined && this.#isKilling(fault, until)) stop.abort()
        },
      },
    )
  }
}

type Arguments = Parameters<Parameters<typeof driveClient>[1]>[0]

function inputOf({ path, query, header, cookie, body }: Arguments): LegalInput {
  const parameters = Object.entries({ path, query, header, cookie }).flatMap(([place, values]) =>
    Object.entries(values).map(([name, value]) => [`${place}.${name}`, value] as const),
  )
  return { name: 'asked', parameters: new Map(parameters), body }
}
