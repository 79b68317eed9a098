import type { Constraint } from '../../contract/constraints/index.ts'
import { shortId } from '../../contract/constraints/index.ts'
import { matchesWildcard } from '../../contract/model/index.ts'
import type { LedgerRow, Report } from '../results/index.ts'
import { brokenConstraints, OptionError } from '../results/index.ts'
import { listed } from '../text/index.ts'

const FLAG = '--require-held'
const SHOWN = 3

/** What `--require-held` demands of a ledger. */
export type Requirement =
  /** A percentage of all constraints that a conforming deployment can show to an outsider. */
  | { readonly kind: 'share'; readonly text: string; readonly percent: number }
  | { readonly kind: 'named'; readonly text: string; readonly ids: ReadonlySet<string> }

/** What of a constraint tells whether it is meant. */
export type Requirable = Pick<Constraint, 'id' | 'operation' | 'implied'>

/** Throws UsageError if the percentage is not one, or if the pattern names no constraint of the run. */
export function parseRequirement(text: string, constraints: readonly Requirable[]): Requirement {
  if (/^[\d.,\s]*%?$/.test(text)) {
    const percent = Number(/^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1])
    if (percent <= 100) return { kind: 'share', text, percent }
    throw new OptionError(FLAG, `${text} is not a percentage from 0% to 100%; write 95%, for example.`)
  }
  const named = constraints.filter(
    (constraint) => matchesWildcard(text, constraint.id) || matchesWildcard(text, shortId(constraint)),
  )
  const first = constraints.find(({ implied }) => implied === undefined)
  if (named.length === 0)
    throw new OptionError(
      FLAG,
      `${text} names no constraint of the operations that are verified; * stands for any text, and ids are such as "${first?.id}".`,
    )
  const ids = named.filter(({ implied }) => implied === undefined).map(({ id }) => id)
  if (ids.length === 0)
    throw new OptionError(
      FLAG,
      `${text} names only what cannot fail alone (${named[0]?.implied}); name what implies it.`,
    )
  return { kind: 'named', text, ids: new Set(ids) }
}

/** What a report lacks of a requirement, or undefined if it meets it. */
export function unmet(requirement: Requirement, report: Report): string | undefined {
  const excused = excusedIn(report)
  const rows = report.constraints.filter(
    (row) => row.state !== 'implied' && !excused.has(row.id) && isMeant(requirement, row),
  )
  const missing = rows.filter(({ state }) => state !== 'held')
  const held = rows.length - missing.length
  if (requirement.kind === 'share' ? held * 100 >= requirement.percent * rows.length : missing.length === 0)
    return undefined
  // Rounded down, so that it never reads as the percentage that was asked for.
  const share = requirement.kind === 'share' ? ` (${Math.floor((held / rows.length) * 1000) / 10}%)` : ''
  const ids = missing.map(({ id }) => id)
  return `${FLAG} ${requirement.text}: ${held} of ${rows.length} constraints are held${share}; missing: ${listed(ids, SHOWN, SHOWN + 1)}`
}

const isMeant = (requirement: Requirement, { id, unasked }: LedgerRow): boolean =>
  requirement.kind === 'share' ? !unasked : requirement.ids.has(id)

/** Constraints whose findings are all known. */
function excusedIn({ findings }: Report): ReadonlySet<string> {
  const ids = (isKnown: boolean): string[] =>
    findings.flatMap((finding) => ((finding.known !== undefined) === isKnown ? brokenConstraints(finding) : []))
  const open = new Set(ids(false))
  return new Set(ids(true).filter((id) => !open.has(id)))
}
