import { type ConstraintState, type LedgerRow, withoutOperation } from '../results/index.ts'
import { counted, grouped, legible, listed } from '../text/index.ts'
import { type Content, type Html, html } from './html.ts'
import { countLedger, groupBy, STATES, untestedByReason } from './ledger.ts'
import { sourcePlace } from './source-place.ts'

/** A browser is slow with more: of further operations only the counts stand there. */
const ROWS = 10_000
/** So many operations are unfolded from the start, and any with something broken. */
const OPEN = 3
const REASONS = 100
const IDS = 5
const IDS_WHEN_MANY = 3

/** What is worth a look comes first. */
const ORDER: readonly ConstraintState[] = ['broken', 'untested', 'held', 'implied']

/** A table for each operation. */
export function ledgerHtml(rows: readonly LedgerRow[]): Content {
  if (rows.length === 0) return ''
  const { operations } = countLedger(rows)
  let written = 0
  return [...groupBy(rows, ({ operation }) => operation)].map(([operation, own], index) => {
    written += own.length
    const counts = operations.get(operation)
    const numbers = STATES.filter((state) => (counts?.[state] ?? 0) > 0).map(
      (state) => html`<span class="count ${state}">${grouped(counts?.[state] ?? 0)} ${state}</span> `,
    )
    const isOpen = operations.size <= OPEN || (index < 100 && (counts?.broken ?? 0) > 0)
    return html`<details class="operation"${isOpen ? html` open` : ''}>
<summary><h3>${legible(operation, { word: 100, whole: 160 })}</h3> <span class="counts">${numbers}</span></summary>
${written > ROWS ? html`<p class="more">The JSON report has these ${counted(own.length, 'row')}.</p>` : table(operation, own)}
</details>
`
  })
}

/** The roles keep it a table where narrow screens show its cells below each other. */
function table(operation: string, rows: readonly LedgerRow[]): Html {
  const ordered = ORDER.flatMap((state) => rows.filter((row) => row.state === state))
  return html`<table role="table">
<caption>Constraints of ${legible(operation, { word: 100, whole: 160 })}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">State</th><th role="columnheader" scope="col">Constraint</th><th role="columnheader" scope="col">Value</th><th role="columnheader" scope="col">Reason</th></tr></thead>
<tbody role="rowgroup">
${ordered.map(tableRow)}</tbody>
</table>`
}

const tableRow = ({ id, operation, state, value, reason, source }: LedgerRow): Html =>
  html`<tr role="row"><td role="cell"><span class="state ${state}">${state}</span></td><th role="rowheader" scope="row">${legible(withoutOperation(id, operation), { word: 120, whole: 240 })}</th><td role="cell" class="value"><code>${legible(JSON.stringify(value), { word: 60, whole: 160 })}</code></td><td role="cell">${reasonOf(reason, state, source)}</td></tr>\n`

const reasonOf = (reason: string | undefined, state: ConstraintState, source: LedgerRow['source']): string =>
  legible(reason ?? (state === 'broken' ? sourcePlace(source) : ''), { word: 120, whole: 400 })

/** Why constraints are untested, most first. */
export function untestedHtml(rows: readonly LedgerRow[]): Content {
  const groups = untestedByReason(rows)
  if (groups.length === 0) return ''
  const left = groups.length - REASONS
  return html`<ul class="reasons">
${groups
  .slice(0, REASONS)
  .map(
    ([reason, ids]) =>
      html`<li><b>${grouped(ids.length)}</b> <div>${legible(reason, { word: 120, whole: 400 })}<p>${idsText(ids)}</p></div></li>\n`,
  )}</ul>
${left > 0 ? html`<p class="more">${counted(left, 'more reason')}: see the constraints.</p>` : ''}`
}

/** Ids of constraints, at most so many. */
const idsText = (ids: readonly string[]): string => listed(ids.map(shortened), IDS_WHEN_MANY, IDS)

const shortened = (id: string): string => legible(id, { word: 120, whole: 200 })
