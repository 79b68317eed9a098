// How figures are taken and printed. CPU (user and system, all threads), not wall time, as the machine may be busy with
// other work. The sides of a ratio are measured by turns, and the median of the turns' ratios counts. Beside it stands
// the spread: the quartiles. A change is seen if it is larger than that.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

export const here = (name) => fileURLToPath(new URL(name, import.meta.url))

const atExit = here('usage-at-exit.cjs')

/** Runs Node to its end. Gives milliseconds of CPU and of wall time, and the peak KiB of memory. */
export function measure(...args) {
  const before = performance.now()
  const { status, output, stderr } = spawnSync(process.execPath, ['--require', atExit, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const wall = performance.now() - before
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`)
  const { cpu, maxRSS } = JSON.parse(output[3])
  return { wall, cpu: cpu / 1000, maxRSS }
}

const read = (...path) => readFileSync(['/proc', ...path].join('/'), 'utf8')

/** A process and all below it. */
export function family(pid) {
  const tasks = readdirSync(`/proc/${pid}/task`)
  const children = tasks.flatMap((task) => read(pid, 'task', task, 'children').trim().split(' ').filter(Boolean))
  return [Number(pid), ...children.flatMap(family)]
}

/** Nanoseconds of CPU for a process and all below it, so far. Linux alone tells. */
export const cpuOf = (pid) =>
  family(pid)
    .flatMap((process) => readdirSync(`/proc/${process}/task`).map((task) => read(process, 'task', task, 'schedstat')))
    .reduce((sum, text) => sum + Number(text.split(' ')[0]), 0)

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

const at = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * share + 0.5)]

export const median = (numbers) => at(numbers, 0.5)

/**
 * A row for each side of a figure that is ours: what it cost, what it is set beside, their ratio, its spread and the
 * limit. `rounds` hold a number for each side; `before` stands there if an earlier build is measured as well.
 */
export function rowsOf(figure, rounds, unit, limit) {
  const shown = (side) => `${median(rounds.map((round) => round[side])).toFixed(0)} ${unit}`
  return ['before', 'now'].flatMap((side) => {
    if (rounds.some((round) => round[side] === undefined)) return []
    const ratios = rounds.map((round) => round[side] / round.bare)
    const verdict = side === 'before' || limit === undefined ? '' : median(ratios) <= limit ? 'kept' : 'MISSED'
    const spread = `${at(ratios, 0.25).toFixed(2)} to ${at(ratios, 0.75).toFixed(2)}`
    const name = side === 'before' ? `${figure} (before)` : figure
    const ratio = `${median(ratios).toFixed(2)}×`
    return [[name, shown(side), shown('bare'), ratio, spread, limit === undefined ? '' : `${limit}×`, verdict]]
  })
}

export const COLUMNS = ['figure', 'ours', 'bare', 'ratio', 'spread', 'limit', 'verdict']

export function render(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)))
  const line = (cells) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('   ')
  return rows.map((cells) => `${line(cells).trimEnd()}\n`).join('')
}

/** What a part of the bench gives: what it prints, and whether a limit was missed. */
export const partOf = (rows) => ({ text: render(rows), missed: rows.some((cells) => cells.includes('MISSED')) })
