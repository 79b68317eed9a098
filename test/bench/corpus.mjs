// `npm run bench:corpus -- FOLDER [--sample N] [--only COLLECTION]`, after `npm run build`: what becomes of documents that
// nobody here wrote. FOLDER keeps them; what is not there is fetched. All are loaded; of a fixed sample each is verified
// on the embedded mock, which keeps its contract, so that every finding is a false one. Writes `corpus.json` into FOLDER.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { corpusOf } from './corpus/documents.mjs'
import { here, median, render } from './measure.mjs'

const CLI = here('../../dist/cli/commands/main.js')
const LOADER = here('corpus/load.mjs')
const USAGE = here('usage-at-exit.cjs')
/** A process that loads this many is followed by a new one, so that its memory is that of a few documents. */
const BATCH = 40
const LOAD_MS = 120_000
const VERIFY_MS = 180_000
const MIB_AIM = 1024
const PLANNED_AIM = 0.99

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string', default: '300' }, only: { type: 'string' } },
})
const [given] = positionals
if (given === undefined) throw new Error('Give a folder for the documents: npm run bench:corpus -- FOLDER')
const folder = resolve(given)
const collections = Object.fromEntries(
  Object.entries(corpusOf(folder)).filter(([name]) => values.only === undefined || name === values.only),
)

/** Loads documents, and begins anew behind one that ends or holds the process. */
async function loadAll(paths) {
  const rows = []
  for (let next = 0; next < paths.length; ) {
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

function loadBatch(paths) {
  const child = spawn(process.execPath, [LOADER], { stdio: ['pipe', 'pipe', 'pipe'] })
  const rows = []
  let errors = ''
  let timer
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => child.kill('SIGKILL'), LOAD_MS)
  }
  child.stderr.on('data', (text) => {
    errors = (errors + text).slice(-2000)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    rows.push(JSON.parse(line))
    wait()
  })
  wait()
  child.stdin.on('error', () => {})
  child.stdin.end(paths.join('\n'))
  return new Promise((done) => {
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      done({ rows, why: signal ? `ended by ${signal} after ${LOAD_MS / 1000} s` : `exit code ${code}: ${errors}` })
    })
  })
}

/** Verifies the embedded mock of one document. */
function verify(path) {
  const args = ['--require', USAGE, CLI, 'verify', '--no-config', '--spec', path, '--runs', '0', '--reporter', 'json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const texts = ['', '', '', '']
  for (const index of [1, 2, 3])
    child.stdio[index].setEncoding('utf8').on('data', (text) => {
      texts[index] += text
    })
  const timer = setTimeout(() => child.kill('SIGKILL'), VERIFY_MS)
  return new Promise((done) => {
    child.once('close', (code) => {
      clearTimeout(timer)
      const { cpu, maxRSS } = texts[3] === '' ? { cpu: 0, maxRSS: 0 } : JSON.parse(texts[3])
      done({ path, code, ...reportOf(texts), cpu: cpu / 1000, peak: maxRSS / 1024 })
    })
  })
}

function reportOf([, stdout, stderr]) {
  try {
    const { summary, findings, unreached = [] } = JSON.parse(stdout)
    return {
      verdict: summary.verdict,
      requests: summary.requests,
      findings: findings.map(({ severity, id, message }) => `${severity} ${id}: ${message}`),
      unreached: unreached.length,
    }
  } catch {
    return { failed: stderr.slice(-1000) }
  }
}

/** As many as are wanted, spread evenly over all. */
const sampleOf = (paths, count) =>
  paths.length <= count
    ? paths
    : Array.from({ length: count }, (_, index) => paths[Math.floor((index * paths.length) / count)])

const shown = (path) => relative(folder, path)
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)

const results = {}
const table = [['collection', 'documents', 'refused', 'crashed', 'planned', 'closed', 'share', 'CPU', 'peak']]
let missed = false
for (const [name, paths] of Object.entries(collections)) {
  const rows = await loadAll(paths)
  results[name] = rows
  const planned = sum(rows.map((row) => row.planned ?? 0))
  const closed = sum(rows.map((row) => row.closed?.length ?? 0))
  const crashed = rows.filter((row) => row.crashed !== undefined)
  const peak = Math.max(...rows.map((row) => row.peak))
  const share = planned / (planned + closed)
  missed ||= crashed.length > 0 || peak > MIB_AIM || share < PLANNED_AIM
  table.push([
    name,
    String(rows.length),
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

const sample = sampleOf(
  Object.values(results)
    .flat()
    .filter((row) => row.planned > 0)
    .map((row) => row.path),
  Number(values.sample),
)
const verified = []
for (const path of sample) verified.push(await verify(path))
const cpus = verified.length > 0 ? verified.map((row) => row.cpu) : [0]
const failed = verified.filter((row) => row.failed !== undefined)
const found = verified.filter((row) => row.findings?.length > 0)
const peak = Math.max(0, ...verified.map((row) => row.peak))
missed ||= failed.length > 0 || found.length > 0 || peak > MIB_AIM
process.stdout.write(
  `\nverified on the embedded mock: ${verified.length} documents, ${sum(verified.map((row) => row.requests ?? 0))} requests, ` +
    `${sum(found.map((row) => row.findings.length))} findings, ${sum(verified.map((row) => row.unreached ?? 0))} operations not reached, ` +
    `${failed.length} without a report; CPU ${median(cpus).toFixed(0)} ms, at most ` +
    `${Math.max(...cpus).toFixed(0)} ms; at most ${peak.toFixed(0)} MiB\n`,
)
for (const row of failed) process.stdout.write(`\nno report of ${shown(row.path)} (${row.code}): ${row.failed}\n`)
for (const row of found) process.stdout.write(`\nfound in ${shown(row.path)}:\n  ${row.findings.join('\n  ')}\n`)
writeFileSync(join(folder, 'corpus.json'), JSON.stringify({ loaded: results, verified }, null, 1))
process.exitCode = missed ? 1 : 0
