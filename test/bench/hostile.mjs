// What hostile documents, bodies and answers cost, after `npm run build`: `npm run bench:hostile -- [NAME [WAY]]`.
// Each input meets verify, the mock, a matcher and the client in a process of its own: outcome, CPU, memory.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { INPUTS } from './hostile-inputs.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAIN = join(ROOT, 'dist/cli/commands/main.js')
const ENTRY = (name) => pathToFileURL(join(ROOT, `dist/entries/${name}.js`)).href
const USAGE = join(ROOT, 'test/bench/usage-at-exit.cjs')
/** Has the matchers given to `globalThis.matchers`, as there is no test that would run. */
const STUB = `data:text/javascript,${encodeURIComponent('export const expect = { extend(matchers) { globalThis.matchers = matchers } }; export const [describe, test, afterAll, beforeAll] = []')}`
const WITHOUT_VITEST = `data:text/javascript,${encodeURIComponent(`export const resolve = (name, context, next) => name === 'vitest' ? { url: ${JSON.stringify(STUB)}, shortCircuit: true } : next(name, context)`)}`
/** Generous: a start takes one second of them. */
const MOST_CPU_MS = 60_000
const WAIT_MS = 240_000

/** Sends one request to a mock, or judges one answer, in a process of its own. */
const WAYS = {
  verify: ({ spec, origin }) => [
    MAIN,
    'verify',
    '--spec',
    spec,
    '--target',
    origin,
    '--runs',
    '5',
    '--judge-timeout',
    '5s',
  ],
  plan: ({ spec }) => [MAIN, 'plan', '--spec', spec, '--runs', '5'],
  mock: ({ spec, body, headers }) => [
    '--input-type=module',
    '-e',
    `
    import { readFileSync } from 'node:fs'
    import { loadContract } from ${JSON.stringify(ENTRY('index'))}
    import { startMockServer } from ${JSON.stringify(ENTRY('client'))}
    const mock = await startMockServer(await loadContract(${JSON.stringify(spec)}))
    const sent = await fetch(mock.origin + '/things', { method: 'POST', headers: ${headers}, body: readFileSync(${JSON.stringify(body)}) })
    console.log('answered ' + sent.status)
    await mock.close()`,
  ],
  matcher: ({ spec, body, headers }) => [
    '--input-type=module',
    '-e',
    `
    import { readFileSync } from 'node:fs'
    import { loadContract } from ${JSON.stringify(ENTRY('index'))}
    import { register } from 'node:module'
    register(${JSON.stringify(WITHOUT_VITEST)})
    await import(${JSON.stringify(ENTRY('vitest'))})
    const { toMatchContract } = globalThis.matchers
    const contract = await loadContract(${JSON.stringify(spec)})
    const response = new Response(readFileSync(${JSON.stringify(body)}), { headers: ${headers} })
    try { console.log((await toMatchContract(response, contract, 'make')).pass ? 'kept' : 'broken') }
    catch (error) { console.log(error.message) }`,
  ],
  adequacy: ({ spec }) => [MAIN, 'adequacy', '--spec', spec],
  client: ({ spec, body, headers }) => [
    MAIN,
    'client',
    '--spec',
    spec,
    '--',
    process.execPath,
    '--input-type=module',
    '-e',
    `
    import { readFileSync } from 'node:fs'
    const sent = await fetch(process.env.FGS_CONTRACT_URL + '/things', { method: 'POST', headers: ${headers}, body: readFileSync(${JSON.stringify(body)}) })
    await sent.arrayBuffer()`,
  ],
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--require', USAGE, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    })
    let output = ''
    let usage = ''
    child.stdout.on('data', (data) => {
      output = (output + data).slice(-4000)
    })
    child.stderr.on('data', (data) => {
      output = (output + data).slice(-4000)
    })
    child.stdio[3].on('data', (data) => {
      usage += data
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), WAIT_MS)
    child.on('close', (code) => {
      clearTimeout(timer)
      const lines = output.trim().split('\n')
      resolve({
        code,
        usage: usage === '' ? undefined : JSON.parse(usage),
        last: code === null ? `killed after ${WAIT_MS / 1000} s` : (lines.at(-1) ?? ''),
      })
    })
  })
}

const [wanted, wantedWay] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'fgs-hostile-'))
let late = 0
try {
  for (const [name, make] of Object.entries(INPUTS)) {
    if (wanted !== undefined && wanted !== name) continue
    const { files, body, coding } = make()
    const headers = { 'content-type': 'application/json', ...(coding && { 'content-encoding': coding }) }
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
    writeFileSync(join(folder, 'body.json'), body)
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(200, headers).end(body))
    })
    await new Promise((done) => server.listen(0, '127.0.0.1', done))
    const origin = `http://127.0.0.1:${server.address().port}`
    for (const [way, args] of Object.entries(WAYS)) {
      if (wantedWay !== undefined && wantedWay !== way) continue
      const { code, usage, last } = await run(
        args({
          spec: join(folder, 'openapi.json'),
          body: join(folder, 'body.json'),
          origin,
          headers: JSON.stringify(headers),
        }),
      )
      const cpu = usage ? usage.cpu / 1000 : Number.NaN
      if (!(cpu <= MOST_CPU_MS)) late++
      console.log(
        [
          name.padEnd(22),
          way.padEnd(8),
          `${(cpu / 1000).toFixed(1)} s`.padStart(8),
          `${usage ? Math.round(usage.maxRSS / 1024) : '?'} MiB`.padStart(9),
          String(code).padStart(5),
          last.slice(0, 140),
        ].join('  '),
      )
    }
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (late > 0) {
  console.log(`${late} took more than ${MOST_CPU_MS / 1000} s of CPU.`)
  process.exitCode = 1
}
