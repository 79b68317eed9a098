// `npm run bench`, after `npm run build`: the cost of a run beside the least that it could cost. Both sides of a ratio
// are measured by turns, and the median is taken, as the machine may be busy with other work.
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureAdequacy } from './adequacy.mjs'
import { generatorRows } from './generators.mjs'
import { measureLargeDocument } from './large-document.mjs'
import { measureMocks } from './mocks.mjs'

/** Random conforming requests, and as many that break one thing. A few of those cannot be made, or would be twins. */
const RUNS = 2650
const ROUNDS = 7
const STARTS = 11

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const CLI = here('../../dist/cli/commands/main.js')
const BARE_LOOP = here('bare-loop.mjs')

/** Runs Node to its end. Gives milliseconds of CPU (user and system) and of wall time, and the peak KiB of memory. */
function measure(...args) {
  const before = performance.now()
  const { status, output, stderr } = spawnSync(process.execPath, ['--require', here('usage-at-exit.cjs'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const wall = performance.now() - before
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`)
  const { cpu, maxRSS } = JSON.parse(output[3])
  return { wall, cpu: cpu / 1000, maxRSS }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

function planOf(runs) {
  const { stdout } = spawnSync(process.execPath, [CLI, 'plan', '--json', '--runs', String(runs)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  return { text: stdout, requests: JSON.parse(stdout).requests }
}

/** Microseconds of CPU for one more random request, in `verify` and in a bare loop over the same bytes. */
function measureRequests(origin, directory) {
  const few = planOf(0)
  const many = planOf(RUNS)
  const file = join(directory, 'plan.json')
  writeFileSync(file, many.text)
  const more = many.requests - few.requests
  const perRequest = (with_, without) => ({
    cpu: ((with_.cpu - without.cpu) / more) * 1000,
    wall: ((with_.wall - without.wall) / more) * 1000,
  })
  const verify = (runs) => measure(CLI, 'verify', '--target', origin, '--runs', String(runs))
  const bare = (count) => measure(BARE_LOOP, origin, file, String(count))
  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: perRequest(verify(RUNS), verify(0)),
    theirs: perRequest(bare(many.requests), bare(few.requests)),
  }))
  return { more, rounds }
}

const measureStarts = () =>
  Array.from({ length: STARTS }, () => ({ ours: measure(CLI, 'verify', '--runs', '0'), theirs: measure('-e', '0') }))

/** One line of the table: the median of each side, and the median of their ratios. */
function row(name, rounds, of, unit, limit) {
  const ratio = median(rounds.map(({ ours, theirs }) => ours[of] / theirs[of]))
  const shown = (side) => `${median(rounds.map((round) => round[side][of])).toFixed(0)} ${unit}`
  const verdict = limit === undefined ? '' : ratio <= limit ? 'kept' : 'MISSED'
  return [name, shown('ours'), shown('theirs'), `${ratio.toFixed(2)}×`, limit === undefined ? '' : `${limit}×`, verdict]
}

function render(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)))
  const line = (cells) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('   ')
  return rows.map((cells) => `${line(cells).trimEnd()}\n`).join('')
}

const generators = generatorRows()
process.stdout.write(`${generators.note}${render(generators.rows)}\n`)

const directory = mkdtempSync(join(tmpdir(), 'fgs-contract-bench-'))
const server = fork(here('server.mjs'))
try {
  const [port] = await once(server, 'message')
  const { more, rounds } = measureRequests(`http://127.0.0.1:${port}`, directory)
  const starts = measureStarts()
  const rows = [
    ['figure', 'verify', 'bare', 'ratio', 'limit', 'verdict'],
    row(`CPU of one more request, over ${more}; bare: undici Pool`, rounds, 'cpu', 'µs', 2),
    row('wall time of the same', rounds, 'wall', 'µs'),
    row('wall time of verify --runs 0; bare: node -e 0', starts, 'wall', 'ms', 12),
    row('CPU of the same', starts, 'cpu', 'ms'),
  ]
  process.stdout.write(render(rows))
  const large = measureLargeDocument(CLI, directory, measure)
  process.stdout.write(`\n${large.lines.join('\n')}\n`)
  const adequacy = await measureAdequacy()
  process.stdout.write(`\n${adequacy.lines.join('\n')}\n`)
  const mocks = await measureMocks(CLI, directory)
  process.stdout.write(`\n${mocks.note}${mocks.rows.length > 0 ? render(mocks.rows) : '\n'}`)
  const isMissed = [...rows, ...mocks.rows].some((cells) => cells.includes('MISSED'))
  if (large.missed || adequacy.missed || isMissed) process.exitCode = 1
} finally {
  server.disconnect()
  rmSync(directory, { recursive: true })
}
