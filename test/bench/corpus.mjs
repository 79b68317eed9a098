// `npm run bench:corpus -- FOLDER [--sample N] [--minutes N] [--only COLLECTION] [--part load|verify] [--plan-limit N]`, after
// `npm run build`: what becomes of documents that nobody here wrote. FOLDER keeps them; what is not there is fetched. All are loaded; of a
// fixed sample each is verified on the embedded mock, which keeps its contract, so that every finding is a false one, and
// every operation not reached is a fault of ours or of the document. stderr has a line for each document as it ends.
// Writes `corpus.json` into FOLDER. `corpus/schemathesis.py FOLDER` counts what Schemathesis takes of the same documents.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { corpusOf } from './corpus/documents.mjs'
import { cpuOf, here, median, render } from './measure.mjs'

const CLI = here('../../dist/cli/commands/main.js')
const LOADER = here('corpus/load.mjs')
const USAGE = here('usage-at-exit.cjs')
/** A process that loads this many is followed by a new one, so that its memory is that of a few documents. */
const BATCH = 40
/** Seconds of CPU, as the machine may be busy, until a process is asked to end, and then until it is made to. */
const LOAD_S = 60
const VERIFY_S = 120
const GRACE_S = 30
const LOOK_EVERY_MS = 500
const GOLDEN = (Math.sqrt(5) - 1) / 2
const NOT_PLANNED = 'not planned: '
const MIB_AIM = 1024
const CPU_AIM_MS = 60_000
const PLANNED_AIM = 0.99

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '300' },
    minutes: { type: 'string', default: 'Infinity' },
    only: { type: 'string' },
    part: { type: 'string' },
    'plan-limit': { type: 'string', default: '12000' },
  },
})
const [given] = positionals
if (given === undefined) throw new Error('Give a folder for the documents: npm run bench:corpus -- FOLDER')
const folder = resolve(given)
const collections = Object.fromEntries(
  Object.entries(corpusOf(folder)).filter(([name]) => values.only === undefined || name === values.only),
)

/** Each part takes no more documents after this. */
const minutes = Number(values.minutes) * 60_000
let until = performance.now() + minutes

/** Loads documents, and begins anew behind one that ends or holds the process. */
async function loadAll(paths) {
  const rows = []
  for (let next = 0; next < paths.length && performance.now() < until; ) {
    const batch = paths.slice(next, next + BATCH)
    const loaded = await loadBatch(batch)
    rows.push(...loaded.rows)
    next += loaded.rows.length
    if (loaded.rows.length === batch.length) continue
    rows.push({ path: paths[next], crashed: loaded.why, cpu: 0, peak: 0 })
    next++
  }
  return rows
}

const progress = (row) =>
  process.stderr.write(
    `${shown(row.path)} ${row.refused ?? row.crashed ?? row.failed ?? row.verdict ?? `${row.planned} planned, ${row.closed.length} closed`}` +
      ` ${row.cpu.toFixed(0)} ms ${row.peak.toFixed(0)} MiB\n`,
  )

function loadBatch(paths) {
  const child = spawn(process.execPath, ['--expose-gc', LOADER], { stdio: ['pipe', 'pipe', 'pipe'] })
  const rows = []
  let errors = ''
  const limit = limitCpu(child, LOAD_S)
  child.stderr.on('data', (text) => {
    errors = (errors + text).slice(-2000)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const row = JSON.parse(line)
    rows.push(row)
    progress(row)
    limit.renew()
  })
  child.stdin.on('error', () => {})
  child.stdin.end(paths.join('\n'))
  return new Promise((done) => {
    child.once('close', (code, signal) => {
      limit.end()
      done({ rows, why: signal ? `ended by ${signal} after ${LOAD_S} s of CPU` : `exit code ${code}: ${errors}` })
    })
  })
}

/** Sends SIGINT to a process that takes more seconds of CPU than this, and later SIGKILL. Linux alone tells of CPU. */
function limitCpu(child, seconds) {
  let since = 0
  const used = () => (process.platform === 'linux' ? cpuOf(child.pid) / 1e9 : 0)
  const timer = setInterval(() => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const spent = used() - since
    if (spent > seconds + GRACE_S) child.kill('SIGKILL')
    else if (spent > seconds) child.kill('SIGINT')
  }, LOOK_EVERY_MS)
  return {
    renew: () => {
      since = used()
    },
    end: () => clearInterval(timer),
  }
}

/** Verifies the embedded mock of one document. */
function verify(path) {
  const args = [
    '--require',
    USAGE,
    CLI,
    'verify',
    '--no-config',
    '--spec',
    path,
    '--runs',
    '0',
    '--plan-limit',
    values['plan-limit'],
    '--reporter',
    'json',
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const texts = ['', '', '', '']
  for (const index of [1, 2, 3])
    child.stdio[index].setEncoding('utf8').on('data', (text) => {
      texts[index] += text
    })
  const limit = limitCpu(child, VERIFY_S)
  return new Promise((done) => {
    child.once('close', (code) => {
      limit.end()
      const { cpu, maxRSS } = texts[3] === '' ? { cpu: 0, maxRSS: 0 } : JSON.parse(texts[3])
      done({ path, code, ...reportOf(texts), cpu: cpu / 1000, peak: maxRSS / 1024 })
    })
  })
}

function reportOf([, stdout, stderr]) {
  try {
    const { summary, findings, unreached = [] } = JSON.parse(stdout)
    const unplanned = unreached.filter(({ reason }) => reason.startsWith(NOT_PLANNED))
    return {
      verdict: summary.verdict,
      requests: summary.requests,
      findings: findings
        .filter((finding) => !isOfDocument(finding))
        .map(({ severity, id, message }) => `${severity} ${id}: ${message}`),
      unplanned: unplanned.map(({ reason }) => reason),
      unreached: unreached
        .filter((entry) => !unplanned.includes(entry))
        .map(({ operation, reason }) => `${operation}: ${reason}`),
    }
  } catch {
    return { failed: stderr.slice(-1000) || `no report within ${VERIFY_S} s of CPU` }
  }
}

/** The mock refuses what it must, also if an operation lists no status for that: the advisory is about the document. */
const isOfDocument = ({ check, class: kind }) => check === 'status_code_conformance' && kind === 'refusals'

/** As many as are wanted, spread evenly over all, in an order of which each beginning is spread evenly too. */
function sampleOf(paths, count) {
  const size = Math.min(count, paths.length)
  const even = Array.from({ length: size }, (_, index) => paths[Math.floor((index * paths.length) / size)])
  return even
    .map((path, index) => ({ path, turn: (index * GOLDEN) % 1 }))
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ path }) => path)
}

/** Reasons with how many operations have each, whatever they quote, number and point at; an example beside each. */
function kindsOf(reasons) {
  const kinds = new Map()
  for (const reason of reasons) {
    const kind = reason
      .replace(/\S*[/#]\S*/g, '…')
      .replace(/"[^"]*"/g, '"…"')
      .replace(/\d+/g, 'n')
      .slice(0, 160)
    kinds.set(kind, [...(kinds.get(kind) ?? []), reason])
  }
  return [...kinds.values()]
    .toSorted((a, b) => b.length - a.length)
    .map((alike) => `${String(alike.length).padStart(6)}  ${alike[0].replaceAll(`${folder}/`, '')}\n`)
    .join('')
}

const shown = (path) => relative(folder, path)
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)

const results = {}
const table = [['collection', 'documents', 'refused', 'crashed', 'planned', 'closed', 'share', 'CPU', 'peak']]
let missed = false
for (const [name, paths] of Object.entries(collections)) {
  const rows = values.part === 'verify' ? [] : await loadAll(sampleOf(paths, paths.length))
  results[name] = rows
  if (rows.length === 0) continue
  const planned = sum(rows.map((row) => row.planned ?? 0))
  const closed = sum(rows.map((row) => row.closed?.length ?? 0))
  const crashed = rows.filter((row) => row.crashed !== undefined)
  const peak = Math.max(...rows.map((row) => row.peak))
  const share = planned / (planned + closed)
  missed ||= crashed.length > 0 || peak > MIB_AIM || share < PLANNED_AIM
  table.push([
    name,
    `${rows.length} of ${paths.length}`,
    String(rows.filter((row) => row.refused !== undefined).length),
    String(crashed.length),
    String(planned),
    String(closed),
    `${(share * 100).toFixed(2)} %`,
    `${median(rows.map((row) => row.cpu)).toFixed(0)} ms`,
    `${peak.toFixed(0)} MiB`,
  ])
}
process.stdout.write(render(table))
for (const row of Object.values(results).flat()) {
  if (row.refused !== undefined) process.stdout.write(`\nrefused ${shown(row.path)}: ${row.refused}\n`)
  if (row.crashed !== undefined) process.stdout.write(`\ncrashed ${shown(row.path)}: ${row.crashed}\n`)
}

process.stdout.write(
  `\nclosed operations\n${kindsOf(
    Object.values(results)
      .flat()
      .flatMap((row) => row.closed ?? []),
  )}`,
)

const sample = values.part === 'load' ? [] : sampleOf(Object.values(collections).flat(), Number(values.sample))
until = performance.now() + minutes
const verified = []
for (const path of sample) {
  if (performance.now() > until) break
  const row = await verify(path)
  verified.push(row)
  progress(row)
  for (const finding of [...(row.findings ?? []), ...(row.unreached ?? [])]) process.stderr.write(`  ${finding}\n`)
}
const cpus = verified.length > 0 ? verified.map((row) => row.cpu) : [0]
const failed = verified.filter((row) => row.failed !== undefined)
const found = verified.filter((row) => row.findings?.length > 0)
const unreached = verified.filter((row) => row.unreached?.length > 0)
const dear = verified.filter((row) => row.cpu > CPU_AIM_MS || row.peak > MIB_AIM)
const peak = Math.max(0, ...verified.map((row) => row.peak))
missed ||= failed.length > 0 || found.length > 0 || unreached.length > 0 || dear.length > 0
process.stdout.write(
  `\nverified on the embedded mock: ${verified.length} of ${sample.length} documents, ${sum(verified.map((row) => row.requests ?? 0))} requests, ` +
    `${sum(found.map((row) => row.findings.length))} findings, ${sum(unreached.map((row) => row.unreached.length))} operations not reached, ` +
    `${failed.length} without a report; CPU ${median(cpus).toFixed(0)} ms, at most ` +
    `${Math.max(...cpus).toFixed(0)} ms; at most ${peak.toFixed(0)} MiB\n`,
)
for (const row of failed) process.stdout.write(`\nno report of ${shown(row.path)} (${row.code}): ${row.failed}\n`)
for (const row of dear)
  process.stdout.write(`\n${shown(row.path)}: ${row.cpu.toFixed(0)} ms, ${row.peak.toFixed(0)} MiB\n`)
for (const row of unreached)
  process.stdout.write(`\nnot reached in ${shown(row.path)}:\n  ${row.unreached.join('\n  ')}\n`)
for (const row of found) process.stdout.write(`\nfound in ${shown(row.path)}:\n  ${row.findings.join('\n  ')}\n`)
writeFileSync(join(folder, 'corpus.json'), JSON.stringify({ loaded: results, verified }, null, 1))
process.exitCode = missed ? 1 : 0
