import { documentPlaces } from '../../contract/constraints/index.ts'
import type { Contract } from '../../contract/model/index.ts'
import type { Baseline, BaselineState, Finding, Report, SettledFinding } from '../results/index.ts'
import { UsageError } from '../results/index.ts'
import type { PlaceOf } from './entry-key.ts'
import {
  baselineNotes,
  describe,
  describeUnreached,
  isExpired,
  knownBy,
  matchBaseline,
  matchUnreached,
} from './match-baseline.ts'
import { isDay } from './read-baseline.ts'
import { parseRequirement, type Requirable, type Requirement, unmet } from './requirement.ts'

const SHOWN = 3

export interface GateOptions {
  /** It says which constraints are of one place. */
  readonly contract: Contract
  /** Percentages, ids of constraints, or patterns of ids. */
  readonly requireHeld?: readonly string[] | undefined
  readonly baseline?: Baseline | undefined
  /** Whether a baseline entry that is no longer needed fails the run. */
  readonly strictBaseline?: boolean | undefined
  /** The day that expiry is checked against: `2026-12-31`. */
  readonly today: string
}

/** What a run has to pass besides its findings, and which findings are known. The constructor throws UsageError. */
export class Gate {
  readonly #requirements: readonly Requirement[]
  readonly #baseline: Baseline | undefined
  readonly #today: string
  readonly #isStrict: boolean
  readonly #placeOf: PlaceOf
  readonly #operations: readonly string[]
  readonly #sent = new Set<string>()

  constructor(
    constraints: readonly Requirable[],
    { contract, requireHeld = [], baseline, strictBaseline = false, today }: GateOptions,
  ) {
    this.#requirements = requireHeld.map((text) => parseRequirement(text, constraints))
    if (!isDay(today)) throw new UsageError(`today is ${today}; give a day such as 2026-12-31.`)
    this.#baseline = baseline
    this.#today = today
    this.#isStrict = strictBaseline
    this.#placeOf = (constraint) => documentPlaces(contract).sharedPlaceOf(constraint)
    this.#operations = [...contract.operations, ...(contract.closed ?? [])].map(({ id }) => id)
  }

  /** Records a case that was sent and judged, under every name that a finding may give it. */
  taken(operation: string, names: readonly string[]): void {
    for (const name of names) this.#sent.add(JSON.stringify([operation, name]))
  }

  known(finding: SettledFinding): Finding['known'] {
    const entry = this.#baseline && knownBy(this.#baseline, this.#today, finding, this.#placeOf)
    return entry && { reason: entry.reason, expires: entry.expires }
  }

  knownUnreached(operation: string): Finding['known'] {
    const entry = this.#baseline?.unreached?.find((candidate) => candidate.operation === operation)
    return entry && !isExpired(entry, this.#today) ? { reason: entry.reason, expires: entry.expires } : undefined
  }

  /** Adds the state of the baseline to a report. A run that its findings let pass may fail here. */
  judge(report: Report): Report {
    const baseline = this.#baseline && this.#match(this.#baseline, report)
    const notes = baseline ? baselineNotes(baseline, report, this.#placeOf, this.#operations) : []
    const stale = [
      ...(baseline?.findings ?? []).filter(isStale).map(describe),
      ...(baseline?.unreached ?? []).filter(isStale).map(describeUnreached),
    ]
    const lacking = [
      ...this.#requirements.flatMap((requirement) => unmet(requirement, report) ?? []),
      ...(this.#isStrict && stale.length > 0
        ? [
            `--strict-baseline: ${stale.length} stale in ${baseline?.file}: ${stale.slice(0, SHOWN).join('; ')}${
              stale.length > SHOWN ? ` and ${stale.length - SHOWN} more` : ''
            }`,
          ]
        : []),
    ]
    const { summary } = report
    return {
      ...report,
      // An inconclusive run has proven nothing, so listing what it lacks would add nothing.
      summary:
        lacking.length === 0 || summary.verdict === 'inconclusive'
          ? summary
          : { ...summary, verdict: 'fail', reason: lacking.join('; ') },
      ...(baseline && { baseline }),
      notes: [...report.notes, ...notes.map((message) => ({ message }))],
    }
  }

  #match(baseline: Baseline, report: Report): NonNullable<Report['baseline']> {
    const findings = matchBaseline(baseline, this.#today, report, {
      wasSent: (operation, name) => this.#sent.has(JSON.stringify([operation, name])),
      placeOf: this.#placeOf,
    })
    const unreached = matchUnreached(baseline, this.#today, report)
    return { file: baseline.file, findings, ...(unreached.length > 0 && { unreached }) }
  }
}

const isStale = ({ state }: { readonly state: BaselineState }): boolean => state === 'stale'
