import type { LedgerRow, Note } from '../results/index.ts'
import { counted, grouped, legible, listed, table, wrapAfter } from '../text/index.ts'
import type { ConsoleStyle } from './console-style.ts'
import { countLedger, type LedgerCounts, STATES, untestedByReason } from './ledger.ts'

const OPERATIONS = 20
const REASONS = 12
const IDS = 3
const NOTES = 20

/** What became of the contract's constraints: a table by operation, then why some are untested. */
export function ledgerText(rows: readonly LedgerRow[], style: ConsoleStyle): string[] {
  return rows.length === 0 ? [] : [...tableText(rows, style), ...untestedText(rows, style)]
}

function tableText(rows: readonly LedgerRow[], style: ConsoleStyle): string[] {
  const { colors, columns, verbose } = style
  const { operations: counts, total } = countLedger(rows)
  const shown = verbose || counts.size <= OPERATIONS ? [...counts] : foremost(counts)
  const left = counts.size - shown.length
  const row = (label: string, own: LedgerCounts): [string, ...string[]] => [
    label,
    ...STATES.map((state) => grouped(own[state])),
  ]
  const [head = '', ...lines] = table(
    [
      ['constraints', ...STATES],
      ...shown.map(([operation, own]) => row(operation, own)),
      ...(counts.size > 1 ? [row('total', total)] : []),
    ],
    columns,
  )
  return [
    '',
    colors.dim(head),
    ...lines.slice(0, shown.length),
    ...(left > 0 ? [colors.dim(`… ${counted(left, 'more operation')}: --verbose`)] : []),
    ...lines.slice(shown.length),
  ]
}

/** Of many operations those worth a look: with something broken before those with something untested. */
const foremost = (counts: ReadonlyMap<string, LedgerCounts>): [string, LedgerCounts][] =>
  [...counts].sort(([, a], [, b]) => b.broken - a.broken || b.untested - a.untested).slice(0, OPERATIONS)

function untestedText(rows: readonly LedgerRow[], style: ConsoleStyle): string[] {
  const { colors, columns, verbose } = style
  const groups = untestedByReason(rows)
  if (groups.length === 0) return []
  const shown = verbose ? groups : groups.slice(0, REASONS)
  const width = Math.max(...shown.map(([, ids]) => grouped(ids.length).length))
  const left = groups.length - shown.length
  return [
    '',
    colors.dim('untested'),
    ...shown.flatMap(([reason, ids]) => {
      const label = `  ${grouped(ids.length).padStart(width)}  `
      const indent = ' '.repeat(label.length)
      const few = wrapAfter(indent, idsText(ids, verbose), columns)
      return [
        ...wrapAfter(label, legible(reason, { word: 80, whole: 400 }), columns),
        ...few.map((line) => indent + colors.dim(line.slice(indent.length))),
      ]
    }),
    ...(left > 0 ? [colors.dim(`  … ${counted(left, 'more reason')}: --verbose`)] : []),
  ]
}

function idsText(ids: readonly string[], verbose: boolean): string {
  const shown = ids.map((id) => legible(id, { word: 120, whole: 200 }))
  // A fourth id takes as much room as "and 1 more".
  return listed(shown, IDS, verbose ? ids.length : IDS + 1)
}

/** What else is worth knowing about the run. */
export function notesText(notes: readonly Note[], style: ConsoleStyle): string[] {
  if (notes.length === 0) return []
  const shown = style.verbose ? notes : notes.slice(0, NOTES)
  const left = notes.length - shown.length
  return [
    '',
    style.colors.dim('notes'),
    ...shown.flatMap(({ message }) => wrapAfter('  - ', legible(message, { word: 80, whole: 600 }), style.columns)),
    ...(left > 0 ? [style.colors.dim(`  … ${counted(left, 'more note')}: --verbose`)] : []),
  ]
}
