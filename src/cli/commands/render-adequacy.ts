import type { AdequacyReport, MutantRow } from '../../adequacy/index.ts'

type Report = Pick<AdequacyReport, 'contract' | 'seed' | 'plan' | 'summary' | 'kinds' | 'mutants' | 'notes'>

/** A table of all kinds, and each mutant that survived; with `verbose` all mutants. */
export function renderAdequacy(
  { contract, seed, plan, summary, kinds, mutants, notes }: Report,
  verbose: boolean,
): string {
  const { killed, survived, equivalent, unreachable } = summary
  const alive = mutants.filter(({ state }) => state === 'survived' || state === 'masked')
  const head = ['mutants', 'killed', 'survived', 'equivalent', 'unreachable']
  const rows = kinds.map((row) => [
    row.party === 'client' ? `client: ${row.kind}` : row.kind,
    `${row.killed}/${row.killed + row.survived}`,
    ...[row.survived, row.equivalent, row.unreachable].map(String),
  ])
  return `${[
    `${contract.title} ${contract.version}`,
    `${plan.requests} requests planned; seed ${seed}, plan ${plan.digest.slice(0, 12)}`,
    '',
    ...table([head, ...rows]),
    ...(verbose ? ['', ...mutants.flatMap(linesOf)] : alive.flatMap((row) => ['', ...linesOf(row)])),
    ...notes.flatMap(({ message }) => ['', message]),
    '',
    `${VERDICTS[summary.verdict]}  killed ${killed}/${killed + survived} mutants; ${equivalent} equivalent, ${unreachable} unreachable`,
  ]
    .map(safe)
    .join('\n')}\n`
}

const VERDICTS = { pass: 'PASS', fail: 'FAIL', inconclusive: 'INCONCLUSIVE' } as const

function linesOf({ id, state, description, by, reason, remedy }: MutantRow): string[] {
  if (by) return [`killed    ${id}`, `          by ${by.check}: ${by.about}`]
  return [
    `${state === 'masked' || state === 'survived' ? state.padEnd(9) : state} ${id}`,
    `          ${description}`,
    ...(reason === undefined ? [] : [`          why       ${reason}`]),
    ...(remedy === undefined ? [] : [`          kill it   ${remedy}`]),
  ]
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
}

/** Names come from documents, which may be anybody's: nothing of them moves a terminal's cursor. */
const safe = (line: string): string =>
  line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
