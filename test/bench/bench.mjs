// `npm run bench [-- PART ...] [--rounds N] [--before FILE]`, after `npm run build`: what users pay, each figure beside the
// least that it could cost. Without names, all parts. FILE is the command of an earlier build, which is measured by
// turns with this one. Ends with 1 if a limit is missed.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { here, measure, render } from './measure.mjs'

const CLI = here('../../dist/cli/commands/main.js')

const linesOf = ({ lines, missed = false }) => ({ text: `${lines.join('\n')}\n`, missed })

/** Each gives what it prints and whether a limit was missed, and is loaded only if it is measured. */
const PARTS = {
  generators: async () => {
    const { note, rows } = (await import('./generators.mjs')).generatorRows()
    return { text: `${note}${render(rows)}`, missed: false }
  },
  starts: async (bench) => (await import('./starts.mjs')).measureStarts(bench),
  requests: async (bench) => (await import('./requests.mjs')).measureRequests(bench),
  document: async ({ directory }) =>
    linesOf((await import('./large-document.mjs')).measureLargeDocument(CLI, directory, measure)),
  growth: async ({ directory }) => linesOf((await import('./growth.mjs')).measureGrowth(CLI, directory, measure)),
  adequacy: async () => linesOf(await (await import('./adequacy.mjs')).measureAdequacy()),
  mocks: async ({ directory }) => {
    const { note, rows } = await (await import('./mocks.mjs')).measureMocks(CLI, directory)
    const text = `${note}${rows.length > 0 ? render(rows) : ''}`
    return { text, missed: rows.some((cells) => cells.includes('MISSED')) }
  },
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, before: { type: 'string' } },
})
const unknown = positionals.find((name) => !Object.hasOwn(PARTS, name))
if (unknown !== undefined) throw new Error(`There is no part ${unknown}, only ${Object.keys(PARTS).join(', ')}.`)
if (values.before !== undefined && !existsSync(values.before)) throw new Error(`${values.before} is not there.`)

const directory = mkdtempSync(join(tmpdir(), 'fgs-contract-bench-'))
const bench = {
  sides: { ...(values.before !== undefined && { before: values.before }), now: CLI },
  directory,
  rounds: Number(values.rounds),
}
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
    const { text, missed } = await PARTS[name](bench)
    process.stdout.write(`${name}\n${text}\n`)
    if (missed) process.exitCode = 1
  }
} finally {
  rmSync(directory, { recursive: true })
}
