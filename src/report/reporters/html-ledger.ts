import { shortId } from '../../contract/constraints/index.ts'
import { writeJson } from '../../json/index.ts'
import type { ConstraintState, LedgerRow } from '../results/index.ts'
import { counted, grouped, legible, listed } from '../text/index.ts'
import { type Content, type Html, html } from './html.ts'
import { countLedger, groupBy, STATES, untestedByReason } from './ledger.ts'
import { sourcePlace } from './source-place.ts'

/** More rows make a browser slow: for further operations the page shows only the counts. */
const ROWS = 10_000
/** If there are no more operations, all are unfolded at first; otherwise those with something broken. */
const OPEN = 3
const REASONS = 100
const IDS = 5
const IDS_WHEN_MANY = 3

/** The most interesting states come first. */
const ORDER: readonly ConstraintState[] = ['broken', 'untested', 'held', 'implied']

/** A table for each operation. */
export function ledgerHtml(rows: readonly LedgerRow[]): Content {
  if (rows.length === 0) return ''
  const { operations } = countLedger(rows)
  let written = 0
  return [...groupBy(rows, ({ operation }) => operation)].map(([operation, ledgerRows], index) => {
    written += ledgerRows.length
    const counts = operations.get(operation)
    const numbers = STATES.filter((state) => (counts?.[state] ?? 0) > 0).map(
      (state) => html`<span class="count ${state}">${grouped(counts?.[state] ?? 0)} ${state}</span> `,
    )
    const isOpen = operations.size <= OPEN || (index < 100 && (counts?.broken ?? 0) > 0)
    return html`<details class="operation"${isOpen ? html` open` : ''}>
<summary><h3>${legible(operation, { word: 100, whole: 160 })}</h3> <span class="counts">${numbers}</span></summary>
${written > ROWS ? html`<p class="more">The JSON report has these ${counted(ledgerRows.length, 'row')}.</p>` : table(operation, ledgerRows)}
</details>
`
  })
}

/** The roles keep it a table for assistive technology when a narrow screen stacks its cells. */
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
  html`<tr role="row"><td role="cell"><span class="state ${state}">${state}</span></td><th role="rowheader" scope="row">${legible(shortId({ id, operation }), { word: 120, whole: 240 })}</th><td role="cell" class="value"><code>${legible(writeJson(value), { word: 60, whole: 160 })}</code></td><td role="cell">${reasonOf(reason, state, source)}</td></tr>\n`

const reasonOf = (reason: string | undefined, state: ConstraintState, source: LedgerRow['source']): string =>
  legible(reason ?? (state === 'broken' ? sourcePlace(source) : ''), { word: 120, whole: 400 })

/** Why constraints are untested, the most frequent reason first. */
export function untestedHtml(rows: readonly LedgerRow[]): Content {
  const groups = untestedByReason(rows)
  if (groups.length === 0) return ''
  const omitted = groups.length - REASONS
  return html`<ul class="reasons">
${groups
  .slice(0, REASONS)
  .map(
    ([reason, ids]) =>
      html`<li><b>${grouped(ids.length)}</b> <div>${legible(reason, { word: 120, whole: 400 })}<p>${idsText(ids)}</p></div></li>\n`,
  )}</ul>
${omitted > 0 ? html`<p class="more">${counted(omitted, 'more reason')}: see the constraints.</p>` : ''}`
}

const idsText = (ids: readonly string[]): string => listed(ids.map(shortened), IDS_WHEN_MANY, IDS)

const shortened = (id: string): string => legible(id, { word: 120, whole: 200 })
