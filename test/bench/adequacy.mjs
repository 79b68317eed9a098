// The cost of a mutant of the bundled contract, and how many mutants of other documents a run would notice. Some
// operations, evenly spread, stand for a long document.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { adequacy, bundled, ContractError, loadContract, UsageError } from '../../dist/entries/index.js'

const MOST_MS = 60
const LEAST_KILLED = 0.95
const MOST_OPERATIONS = 4
/** Survivors of one kind and for one reason; one of them is shown. */
const MOST_SHOWN = 25

const ROOT = fileURLToPath(new URL('../../node_modules/@readme/oas-examples', import.meta.url))

/** Milliseconds of CPU for a mutant on average, with deriving it. */
async function costOf(contract, options) {
  const before = process.cpuUsage()
  const report = await adequacy(contract, options)
  const { user, system } = process.cpuUsage(before)
  const { killed, survived } = report.summary
  return { report, ms: (user + system) / 1000 / Math.max(1, killed + survived) }
}

const spread = (all, count) =>
  all.length <= count ? all : Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)])

/** The contract of a file; undefined if it is refused. */
async function load(file) {
  try {
    return await loadContract(file)
  } catch (error) {
    if (error instanceof ContractError) return undefined
    throw error
  }
}

/** Lines to print, and whether a limit was missed. */
export async function measureAdequacy() {
  const bundledCost = await costOf(bundled(), {})
  const all = bundledCost.report.summary.killed + bundledCost.report.summary.survived
  const lines = [
    `adequacy of the bundled contract: killed ${bundledCost.report.summary.killed}/${all}, ${bundledCost.ms.toFixed(1)} ms of CPU per mutant (limit ${MOST_MS} ms)`,
  ]
  let [killed, survived, documents] = [0, 0, 0]
  const reasons = new Map()
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\bjson\b.*\.json$/.test(path),
  )
  for (const file of files.sort()) {
    const contract = await load(`${ROOT}/${file}`)
    if (!contract || contract.operations.length === 0) continue
    const include = spread(contract.operations, MOST_OPERATIONS).map(({ id }) => id.replaceAll('*', '?'))
    try {
      const { report } = await costOf(contract, { include })
      documents++
      killed += report.summary.killed
      survived += report.summary.survived
      for (const { id, kind, state, reason } of report.mutants) {
        if (state !== 'survived' && state !== 'masked') continue
        const key = `${kind}: ${reason}`
        const entry = reasons.get(key) ?? { count: 0, first: `${file} ${id}` }
        entry.count++
        reasons.set(key, entry)
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      lines.push(`${file}: ${error.message}`)
    }
  }
  const share = killed / (killed + survived)
  lines.push(
    `of ${documents} documents of @readme/oas-examples, at most ${MOST_OPERATIONS} operations each: killed ${killed}/${killed + survived}, ${(share * 100).toFixed(2)}% (limit ${LEAST_KILLED * 100}%)`,
  )
  const sorted = [...reasons].sort(([, a], [, b]) => b.count - a.count)
  for (const [key, { count, first }] of sorted.slice(0, MOST_SHOWN)) lines.push(`  ${count}  ${key}`, `     ${first}`)
  if (sorted.length > MOST_SHOWN) lines.push(`  and ${sorted.length - MOST_SHOWN} more kinds of survivors`)
  return {
    lines,
    missed:
      survived > 0 && share < LEAST_KILLED ? true : bundledCost.ms > MOST_MS || bundledCost.report.summary.survived > 0,
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { lines, missed } = await measureAdequacy()
  process.stdout.write(`${lines.join('\n')}\n`)
  if (missed) process.exitCode = 1
}
