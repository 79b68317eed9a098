// `npm run compatibility [-- PAIR]` packs this package, installs it beside each pair of msw and Vitest that it is for, in a
// folder of its own, and tries it there: types, matchers, suites, mocks and the command. Prints a line for each pair, and
// ends with 1 where one fails. Needs the registry that npm is set to.
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** msw 3 and Vitest 5 need a newer Node than the oldest that this package runs on. */
const NEWER_NODE = 'node@24'
const PAIRS = [
  { msw: 2, vitest: 4 },
  { msw: 2, vitest: 5, node: NEWER_NODE },
  { msw: 3, vitest: 4, node: NEWER_NODE },
  { msw: 3, vitest: 5, node: NEWER_NODE },
]
/** Of a step. */
const TIMEOUT_MS = 240_000

const root = fileURLToPath(new URL('../../', import.meta.url))
const projectFolder = fileURLToPath(new URL('project', import.meta.url))
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** Every entry but the one that Vitest alone can load. */
const imports = Object.keys(manifest.exports)
  .filter((name) => name !== './vitest' && !name.endsWith('.json'))
  .map((name) => `import('${name.replace('.', manifest.name)}')`)
  .join(';')
const files = ['smoke', 'unreachable', ...('./mocks' in manifest.exports ? ['mocks'] : [])]

const scratch = mkdtempSync(join(tmpdir(), 'fgs-contract-'))
try {
  const [only] = process.argv.slice(2)
  const pairs = PAIRS.filter((pair) => only === undefined || nameOf(pair) === only)
  if (pairs.length === 0) throw new Error(`There is no pair ${only}, only ${PAIRS.map(nameOf).join(', ')}.`)
  const [tarball, newer] = await Promise.all([pack(), installNode()])
  const tried = pairs.map(async (pair) => {
    try {
      console.log(`✓ ${nameOf(pair)}: ${await tryOut(pair, tarball, pair.node === undefined ? [] : [newer])}`)
    } catch (error) {
      process.exitCode = 1
      console.log(`✗ ${nameOf(pair)}: ${error.message}`)
    }
  })
  await Promise.all(tried)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function nameOf({ msw, vitest }) {
  return `msw-${msw}-vitest-${vitest}`
}

async function pack() {
  const text = await run('npm', ['pack', '--json', '--pack-destination', scratch], root)
  // What the build prints stands before the JSON.
  const [{ filename }] = JSON.parse(text.slice(text.search(/^\[/m)))
  return join(scratch, filename)
}

/** The folder of a newer Node's program. */
async function installNode() {
  const folder = join(scratch, 'node')
  mkdirSync(folder)
  await install(folder, [NEWER_NODE], [])
  return join(folder, 'node_modules/node/bin')
}

async function tryOut(pair, tarball, path) {
  const folder = join(scratch, nameOf(pair))
  mkdirSync(folder)
  await install(folder, [tarball, `msw@${pair.msw}`, `vitest@${pair.vitest}`, '@types/node@24'], path)
  const versions = ['msw', 'vitest'].map((name) => `${name} ${versionOf(folder, name)}`)
  const node = (await run('node', ['--version'], folder, path)).trim()

  for (const name of files) copyFileSync(join(projectFolder, `${name}.ts`), join(folder, `${name}.test.ts`))
  await checkTypes(folder, path)
  const { passed, skipped } = checkTests(await runTests(folder, path))
  await run('node', ['-e', imports], folder, path)
  const verified = await run(join(folder, 'node_modules/.bin', manifest.name), ['verify'], folder, path)
  if (!/^PASS /m.test(verified)) throw new Error(`verify does not pass:\n${verified}`)
  return `${[...versions, `Node ${node}`].join(', ')}; ${passed} tests passed, ${skipped} untested; verify passes`
}

function install(folder, packages, path) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const options = ['--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  return run('npm', ['install', ...options, ...packages], folder, path)
}

function versionOf(folder, name) {
  return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version
}

/** Our declarations are checked too; those of others are not ours to mend. */
async function checkTypes(folder, path) {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.test.ts'] }))
  const said = await run('node', [tsc, '--pretty', 'false', '-p', '.'], folder, path, [0, 1, 2])
  const ours = said.split('\n').filter((line) => /^(?:[\w.-]+\.ts|node_modules\/fgs-contract\/.*)\(/.test(line))
  if (ours.length > 0) throw new Error(`types do not hold:\n${ours.join('\n')}`)
}

async function runTests(folder, path) {
  await run(
    join(folder, 'node_modules/.bin/vitest'),
    ['run', '--reporter=json', '--outputFile=tests.json'],
    folder,
    path,
    [1],
  )
  return JSON.parse(readFileSync(join(folder, 'tests.json'), 'utf8')).testResults
}

/** One test alone fails, which has to. */
function checkTests(results) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const wrong = []
  for (const { name, message, assertionResults } of results) {
    const isUnreachable = name.endsWith('unreachable.test.ts')
    if (assertionResults.length === 0) wrong.push(`${name}: ${message}`)
    for (const { status, fullName, failureMessages } of assertionResults) {
      const state = status in counts ? status : 'skipped'
      if (!isUnreachable) counts[state]++
      const expected = !isUnreachable
        ? ['passed', 'skipped']
        : /is conclusive$/.test(fullName)
          ? ['failed']
          : ['skipped']
      if (!expected.includes(state)) wrong.push(`${fullName}: ${state}\n${failureMessages?.join('\n')}`)
    }
  }
  if (results.length !== files.length || counts.passed < 50)
    wrong.push(`${counts.passed} tests in ${results.length} files`)
  if (wrong.length > 0) throw new Error(`tests do not come out as they should:\n${wrong.join('\n')}`)
  return counts
}

/** What a program writes; `path` goes before the PATH. Rejects where it ends with another code than it may. */
function run(program, args, cwd, path = [], codes = [0]) {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_(?:package|lifecycle|command)|INIT_CWD)/.test(name),
  )
  const env = {
    ...Object.fromEntries(ours),
    PATH: [...path, process.env.PATH, dirname(process.execPath)].join(delimiter),
  }
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env, timeout: TIMEOUT_MS, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (codes.includes(Number(error?.code ?? (error ? Number.NaN : 0)))) resolve(stdout)
      else
        reject(
          new Error(
            `${program} ${args.join(' ')} ended with ${error?.code ?? error?.signal ?? 0}:\n${stdout}${stderr}`,
          ),
        )
    })
  })
}
