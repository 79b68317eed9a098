// The cost of `plan` on a large document: GitHub's description, 13 MB with more than a thousand operations. It is
// fetched into a temporary folder. If the registry cannot be reached, the output says so, and nothing else fails.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = '@octokit/openapi@23.0.2'
const FILE = 'package/generated/api.github.com.json'
const FETCH_MS = 180_000
/** The number of operations that is set beside all of them. */
const FEW = 100
const MOST_RATIO = 1.5
const MOST_MIB = 1536
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** The path of the document, or the reason why there is none. */
function fetchDocument(directory) {
  const options = { cwd: directory, encoding: 'utf8', timeout: FETCH_MS }
  const packed = spawnSync('npm', ['pack', PACKAGE, '--json', '--loglevel', 'error'], options)
  if (packed.status !== 0) {
    const [, reason = 'npm failed'] = packed.stderr?.match(/^npm error (?!code |syscall |errno |type )(.+)/m) ?? []
    return { reason: packed.error?.message ?? reason }
  }
  const [{ filename }] = JSON.parse(packed.stdout)
  const unpacked = spawnSync('tar', ['-xzf', filename, FILE], options)
  return unpacked.status === 0
    ? { file: join(directory, FILE) }
    : { reason: unpacked.error?.message ?? unpacked.stderr }
}

const idsOf = (document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [item[method].operationId ?? `${method.toUpperCase()} ${path}`] : [])),
  )

/** `count` of the items, evenly spread. */
const spread = (all, count) =>
  Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)])

/**
 * Lines to print, and whether a limit was missed. `measure` runs Node with arguments to its end.
 *
 * Loading costs the same for any number of operations, so the time for the plan of one operation is subtracted.
 */
export function measureLargeDocument(cli, directory, measure) {
  const { file, reason } = fetchDocument(directory)
  if (file === undefined) return { lines: [`plan of ${PACKAGE}: not measured, it could not be fetched (${reason})`] }
  const ids = idsOf(JSON.parse(readFileSync(file, 'utf8')))
  const plan = (chosen) => measure(cli, 'plan', '--spec', file, ...chosen.flatMap((id) => ['--include', id]))
  const single = plan(ids.slice(0, 1))
  const few = plan(spread(ids, FEW))
  const all = plan([])
  const perOperation = (usage, count) => (usage.cpu - single.cpu) / (count - 1)
  const figures = { few: perOperation(few, FEW), all: perOperation(all, ids.length) }
  const ratio = figures.all / figures.few
  const mib = all.maxRSS / 1024
  const missed = ratio > MOST_RATIO || mib > MOST_MIB
  return {
    missed,
    lines: [
      `plan of ${PACKAGE}, ${ids.length} operations: ${(all.cpu / 1000).toFixed(1)} s of CPU, of which ${(single.cpu / 1000).toFixed(1)} s load it`,
      `CPU of one operation: ${figures.few.toFixed(1)} ms among ${FEW}, ${figures.all.toFixed(1)} ms among all; ` +
        `${ratio.toFixed(2)}× (limit ${MOST_RATIO}×) ${ratio > MOST_RATIO ? 'MISSED' : 'kept'}`,
      `memory at its most: ${mib.toFixed(0)} MiB (limit ${MOST_MIB} MiB) ${mib > MOST_MIB ? 'MISSED' : 'kept'}`,
    ],
  }
}
