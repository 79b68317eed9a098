import type { LedgerRow, Note, UnreachedOperation } from '../results/index.ts'
import { counted, grouped, legible, listed, padStart, table, wrapAfter } from '../text/index.ts'
import type { ConsoleStyle } from './console-style.ts'
import { countLedger, type LedgerCounts, STATES, untestedByReason } from './ledger.ts'
import { unreachedByReason } from './unreached.ts'

const OPERATIONS = 20
const REASONS = 12
const IDS = 3
const NOTES = 20

/** The ledger: a table of states by operation, then the reasons why constraints are untested. */
export function ledgerText(rows: readonly LedgerRow[], style: ConsoleStyle): string[] {
  return rows.length === 0 ? [] : [...tableText(rows, style), ...untestedText(rows, style)]
}

function tableText(rows: readonly LedgerRow[], style: ConsoleStyle): string[] {
  const { colors, columns, verbose } = style
  const { operations: counts, total } = countLedger(rows)
  const shown = verbose || counts.size <= OPERATIONS ? [...counts] : foremost(counts)
  const omitted = counts.size - shown.length
  const row = (label: string, cells: LedgerCounts): [string, ...string[]] => [
    label,
    ...STATES.map((state) => grouped(cells[state])),
  ]
  const [head = '', ...lines] = table(
    [
      ['constraints', ...STATES],
      ...shown.map(([operation, cells]) => row(operation, cells)),
      ...(counts.size > 1 ? [row('total', total)] : []),
    ],
    columns,
  )
  return [
    '',
    colors.dim(head),
    ...lines.slice(0, shown.length),
    ...(omitted > 0 ? [colors.dim(`… ${counted(omitted, 'more operation')}: --verbose`)] : []),
    ...lines.slice(shown.length),
  ]
}

/** The operations to show if there are many: first those with broken constraints, then those with untested ones. */
const foremost = (counts: ReadonlyMap<string, LedgerCounts>): [string, LedgerCounts][] =>
  [...counts].sort(([, a], [, b]) => b.broken - a.broken || b.untested - a.untested).slice(0, OPERATIONS)

/** Operations that were not reached, with what would change it. */
export const unreachedText = (unreached: readonly UnreachedOperation[], style: ConsoleStyle): string[] =>
  reasonsText('not reached', unreachedByReason(unreached), style)

const untestedText = (rows: readonly LedgerRow[], style: ConsoleStyle): string[] =>
  reasonsText('untested', untestedByReason(rows), style)

/** Reasons with what each is the reason of. */
function reasonsText(title: string, groups: readonly [reason: string, ids: string[]][], style: ConsoleStyle): string[] {
  const { colors, columns, verbose } = style
  if (groups.length === 0) return []
  const shown = verbose ? groups : groups.slice(0, REASONS)
  const width = Math.max(...shown.map(([, ids]) => grouped(ids.length).length))
  const omitted = groups.length - shown.length
  return [
    '',
    colors.dim(title),
    ...shown.flatMap(([reason, ids]) => {
      const label = `  ${padStart(grouped(ids.length), width)}  `
      const indent = ' '.repeat(label.length)
      const few = wrapAfter(indent, idsText(ids, verbose), columns)
      return [
        ...wrapAfter(label, legible(reason, { word: 80, whole: 400 }), columns),
        ...few.map((line) => indent + colors.dim(line.slice(indent.length))),
      ]
    }),
    ...(omitted > 0 ? [colors.dim(`  … ${counted(omitted, 'more reason')}: --verbose`)] : []),
  ]
}

function idsText(ids: readonly string[], verbose: boolean): string {
  const shown = ids.map((id) => legible(id, { word: 120, whole: 200 }))
  // A fourth id takes as much room as "and 1 more".
  return listed(shown, IDS, verbose ? ids.length : IDS + 1)
}

/** Further notes about the run. */
export function notesText(notes: readonly Note[], style: ConsoleStyle): string[] {
  if (notes.length === 0) return []
  const shown = style.verbose ? notes : notes.slice(0, NOTES)
  const omitted = notes.length - shown.length
  return [
    '',
    style.colors.dim('notes'),
    ...shown.flatMap(({ message }) => wrapAfter('  - ', legible(message, { word: 80, whole: 600 }), style.columns)),
    ...(omitted > 0 ? [style.colors.dim(`  … ${counted(omitted, 'more note')}: --verbose`)] : []),
  ]
}
