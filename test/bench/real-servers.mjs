// `npm run bench:servers -- FOLDER [SERVER[:MODE]…]`, after `npm run build`: what `verify` says of servers that nobody here wrote.
// FOLDER keeps what is installed from the registries (once) and the reports. Each server is started on loopback with
// throw-away data and verified twice: as a team would write the command, and with values that the team knows. Findings
// are printed to be judged by hand; what the run changed or left on the server is counted.
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { servers } from './real-servers/servers.mjs'

const START_MS = 60_000
const VERIFY_MS = 900_000
const CLI = fileURLToPath(new URL('../../dist/cli/commands/main.js', import.meta.url))
const USAGE = fileURLToPath(new URL('usage-at-exit.cjs', import.meta.url))

const [given, ...names] = process.argv.slice(2)
if (given === undefined) throw new Error('Give a folder to install the servers into: npm run bench:servers -- FOLDER')
const root = resolve(given)
const wanted = names.map((name) => name.split(':'))
const unknown = names.filter((_, index) => !servers.some((server) => server.name === wanted[index][0]))
if (unknown.length > 0)
  throw new Error(`No server ${unknown.join(', ')}; there are ${servers.map(({ name }) => name)}.`)

/** What this bench started and has not ended. */
const running = new Set()
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill('SIGKILL')
    process.exit(1)
  })
}

for (const server of servers) {
  if (!isWanted(server, undefined)) continue
  try {
    await benchOf(server)
  } catch (error) {
    process.exitCode = 1
    console.log(`✗ ${server.name}: ${error.message}`)
  }
}

/** Modes are `plain`, with what no team can do without, and `known`, with values that only the team knows. */
function isWanted(server, mode) {
  const rows = wanted.filter(([name]) => name === server.name)
  return names.length === 0 || rows.some(([, only]) => only === undefined || mode === undefined || only === mode)
}

async function benchOf(server) {
  const folder = join(root, server.name)
  mkdirSync(join(root, 'reports'), { recursive: true })
  mkdirSync(folder, { recursive: true })
  await server.install(folder)
  if (isWanted(server, 'plain')) await verifyFresh(server, folder, 'plain', () => [])
  if (server.known !== undefined && isWanted(server, 'known')) {
    await verifyFresh(server, folder, 'known', (origin) =>
      typeof server.known === 'function' ? server.known(origin) : server.known,
    )
  }
}

/** Starts the server with fresh data, verifies it, and says what became of the data. */
async function verifyFresh(server, folder, mode, known) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const [command, args, env = {}] = await server.start({ folder, port })
  const log = createWriteStream(join(root, 'reports', `${server.name}.${mode}.server.log`))
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const ended = new Promise((done) => child.once('exit', done).once('error', done))
  try {
    await up(`${origin}${server.ready ?? '/'}`, child)
    await server.seed?.(origin)
    const count = async () => (server.count === undefined ? {} : server.count(origin, folder))
    const before = await count()
    const document = await server.document({ folder, origin })
    const options = [...server.arguments, ...(await known(origin))]
    const report = join(root, 'reports', `${server.name}.${mode}.json`)
    const result = await verify(['--spec', document, '--target', server.target(origin), ...options], report)
    print(`${server.name} (${mode})`, options, result, difference(before, await count()))
  } finally {
    child.kill('SIGTERM')
    await Promise.race([ended, sleep(5_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))])
    running.delete(child)
  }
}

async function up(url, child) {
  const end = performance.now() + START_MS
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}; see its log`)
    // Any answer will do: a mock has nothing at its root.
    if (
      await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
        () => true,
        () => false,
      )
    )
      return
    await sleep(200)
  }
  throw new Error(`it did not answer within ${START_MS / 1000} s`)
}

async function verify(options, file) {
  rmSync(file, { force: true })
  const args = ['--require', USAGE, CLI, 'verify', '--no-config', ...options]
  const reporters = ['--quiet', '--no-color', '--reporter', 'console', '--reporter', `json=${file}`]
  const child = spawn(process.execPath, [...args, ...reporters], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: VERIFY_MS,
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  running.add(child)
  const [stdout, stderr, usage] = await Promise.all([1, 2, 3].map((fd) => textOf(child.stdio[fd])))
  running.delete(child)
  if (child.killed) console.log(`verify was stopped after ${VERIFY_MS / 1000} s: its report is of a part`)
  writeFileSync(file.replace(/json$/, 'txt'), `${stdout}${stderr}`)
  if (usage === '') throw new Error(`verify ended by a signal or crash:\n${stderr.slice(-2000)}`)
  try {
    return { report: JSON.parse(readFileSync(file, 'utf8')), seconds: JSON.parse(usage).cpu / 1e6 }
  } catch {
    throw new Error(`verify wrote no report:\n${stderr.slice(-2000)}`)
  }
}

async function textOf(stream) {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) text += chunk
  return text
}

function difference(before, after) {
  const gone = Object.keys(before).filter((name) => !(name in after))
  const changed = Object.keys(before).filter((name) => name in after && before[name] !== after[name])
  const added = Object.keys(after).filter((name) => !(name in before))
  return { there: Object.keys(before).length, gone, changed, added }
}

function print(title, options, { report, seconds }, { there, gone, changed, added }) {
  const { summary, findings, constraints, notes } = report
  const { held, broken, untested } = summary.constraints
  const unreached = constraints.filter(({ reason }) => /not reached/.test(reason ?? '')).length
  console.log(`\n## ${title}: verify ${options.join(' ')}`)
  console.log(`${summary.verdict}${summary.reason === undefined ? '' : ` (${summary.reason})`}`)
  console.log(`requests ${summary.requests}, executions ${summary.executions}, CPU ${seconds.toFixed(1)} s`)
  console.log(`constraints: ${held} held, ${broken} broken, ${untested} untested, ${unreached} not reached`)
  console.log(`there before: ${there}; gone: ${list(gone)}; changed: ${list(changed)}; left: ${list(added)}`)
  for (const { message } of notes) console.log(`note: ${message}`)
  for (const finding of findings) {
    const { severity, check, constraint, message, operation, witness } = finding
    console.log(`${severity} ${check}: ${constraint ?? `${operation} ${finding.case}`}: ${message}`)
    console.log(`    ${firstLine(witness)}`)
  }
}

function list(names) {
  return names.length === 0 ? 'none' : `${names.length} (${names.slice(0, 8).join(', ')})`
}

function firstLine({ request, response }) {
  return `${request.method} ${request.target} → ${response.status ?? response.fault}`.slice(0, 300)
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}
