import type { AdequacyReport, MutantRow } from '../../adequacy/index.ts'
import { linesOf, padEnd, table } from '../../report/text/index.ts'

type Report = Pick<AdequacyReport, 'contract' | 'seed' | 'plan' | 'summary' | 'kinds' | 'mutants' | 'notes'>

/** A table of all kinds, and each mutant that survived; with `verbose` all mutants. */
export function renderAdequacy(
  { contract, seed, plan, summary, kinds, mutants, notes }: Report,
  { verbose, configFile }: { readonly verbose: boolean; readonly configFile?: string | undefined },
): string {
  const { killed, survived, equivalent, unreachable } = summary
  const alive = mutants.filter(({ state }) => state === 'survived' || state === 'masked')
  const head: [string, ...string[]] = ['mutants', 'killed', 'survived', 'equivalent', 'unreachable']
  const rows = kinds.map((row): [string, ...string[]] => [
    row.party === 'client' ? `client: ${row.kind}` : row.kind,
    `${row.killed}/${row.killed + row.survived}`,
    ...[row.survived, row.equivalent, row.unreachable].map(String),
  ])
  return linesOf([
    `${contract.title} ${contract.version}`,
    ...(configFile === undefined ? [] : [`configured by ${configFile}`]),
    `${plan.requests} requests planned; seed ${seed}, plan ${plan.digest.slice(0, 12)}`,
    '',
    ...table([head, ...rows]),
    ...(verbose ? ['', ...mutants.flatMap(mutantLines)] : alive.flatMap((row) => ['', ...mutantLines(row)])),
    ...notes.flatMap(({ message }) => ['', message]),
    '',
    `${VERDICTS[summary.verdict]}  killed ${killed}/${killed + survived} mutants; ${equivalent} equivalent, ${unreachable} unreachable`,
  ])
}

const VERDICTS = { pass: 'PASS', fail: 'FAIL', inconclusive: 'INCONCLUSIVE' } as const

function mutantLines({ id, state, description, by, reason, remedy }: MutantRow): string[] {
  if (by) return [labelled('killed', id), labelled('', `by ${by.check}: ${by.about}`)]
  return [
    labelled(state, id),
    labelled('', description),
    ...(reason === undefined ? [] : [labelled('', labelled('why', reason))]),
    ...(remedy === undefined ? [] : [labelled('', labelled('kill it', remedy))]),
  ]
}

const labelled = (label: string, text: string): string => `${padEnd(label, 9)} ${text}`
