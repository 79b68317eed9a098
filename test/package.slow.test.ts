import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyProject, run, temporaryFolder, writeFiles } from './support/built-package.ts'
import { root } from './support/project-files.ts'

interface Packed {
  readonly filename: string
  readonly version: string
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string; readonly mode: number }[]
}

const exportsOf = (folder: string): object => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).exports

const TSC = join(root, 'node_modules/typescript/bin/tsc')

describe('the package', () => {
  const project = copyProject()
  const user = temporaryFolder()
  const installed = join(user, 'node_modules/fgs-contract')
  let packed: Packed

  beforeAll(async () => {
    mkdirSync(join(project, 'dist'))
    writeFileSync(join(project, 'dist/left-over.js'), 'export const renamed = true\n')
    const pack = await run('npm', ['pack', '--json'], project)
    expect(pack.code, pack.stderr).toBe(0)
    // What the build prints stands before the JSON.
    const [one]: Packed[] = JSON.parse(pack.stdout.slice(pack.stdout.search(/^\[/m)))
    if (one === undefined) throw new Error('npm packed nothing')
    packed = one

    writeFiles(user, { 'package.json': '{ "private": true, "type": "module" }\n' })
    const options = ['--omit=dev', '--omit=optional', '--omit=peer', '--prefer-offline', '--no-audit', '--no-fund']
    const install = await run('npm', ['install', ...options, join(project, packed.filename)], user)
    expect(install.code, install.stderr).toBe(0)
  })

  afterAll(() => {
    for (const directory of [project, user]) rmSync(directory, { recursive: true, force: true })
  })

  test('holds what is run and read, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path)
    const isWanted = (path: string): boolean =>
      /^dist\/.+\.(?:js|d\.ts)$|^specs\/[^/]+\.(?:yaml|json)$|^docs\/.+\.md$/.test(path)
    expect(paths.filter((path) => !isWanted(path)).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'package.json',
    ])
    expect(paths).toEqual(
      expect.arrayContaining(['dist/entries/index.js', 'dist/entries/index.d.ts', 'dist/cli/commands/main.js']),
    )
    // What only contributors read stands in the repository.
    expect(paths).not.toContain('docs/fixtures.md')
    expect(paths).not.toContain('dist/left-over.js')
    expect(packed.unpackedSize).toBeLessThan(2_000_000)
  })

  test('has a command that can be executed', () => {
    expect(packed.files.find(({ path }) => path === 'dist/cli/commands/main.js')?.mode).toBe(0o755)
    expect(statSync(join(project, 'dist/cli/commands/main.js')).mode & 0o111).toBe(0o111)
  })

  /** Without npm, which has things of its own to say. */
  const program = (...args: string[]) => run(join(user, 'node_modules/.bin/fgs-contract'), args, user)

  test('says its version', async () => {
    const { code, stdout } = await run('npx', ['fgs-contract', '--version'], user)
    expect([code, stdout]).toEqual([0, `${packed.version}\n`])
  })

  test('keeps compiled code where Node can', async () => {
    writeFiles(user, { 'newer.cjs': "require('node:module').enableCompileCache = () => console.log('kept')\n" })
    const args = [join(installed, 'dist/cli/commands/main.js'), '--version']
    const newer = await run(process.execPath, ['--require', './newer.cjs', ...args], user)
    expect(newer).toEqual({ code: 0, stdout: `kept\n${packed.version}\n`, stderr: '' })
  })

  test('verifies', async () => {
    const { code, stdout, stderr } = await run('npx', ['fgs-contract', 'verify'], user)
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^PASS {2}/m)
  })

  test('is a library, and loads what draws random values only when it draws', async () => {
    writeFiles(user, {
      'library.js': `import { bundled, readBaseline, verifyDeployment } from 'fgs-contract'
const baseline = readBaseline('{ "version": 1, "findings": [] }', 'baseline.json')
const { summary } = await verifyDeployment(bundled(), { runs: 0, baseline })
console.log(summary.verdict)
`,
      'import.js': `console.log(Object.keys(await import('fgs-contract')).join(' '))\n`,
    })
    expect(await run(process.execPath, ['library.js'], user)).toEqual({ code: 0, stdout: 'pass\n', stderr: '' })
    const lazy = ['fast-check', '@apidevtools', 'yaml', 'jiti', 'fast-xml-builder'].map((name) =>
      join(user, 'node_modules', name),
    )
    for (const directory of lazy) renameSync(directory, `${directory}-away`)
    try {
      expect(await run(process.execPath, ['import.js'], user)).toEqual({
        code: 0,
        stdout:
          'ContractError UsageError adequacy bundled loadContract planVerification readBaseline readReport replayReport verifyDeployment withFormats withMaxBody\n',
        stderr: '',
      })
      expect(await program('verify', '--runs', '0')).toMatchObject({ code: 0, stderr: '' })
    } finally {
      for (const directory of lazy) renameSync(`${directory}-away`, directory)
    }
    for (const peer of ['msw', 'vitest']) expect(existsSync(join(user, 'node_modules', peer)), peer).toBe(false)
  })

  test('loads of undici what sends, and nothing else', async () => {
    const loaded = "Object.keys(require('node:module')._cache).filter((path) => path.includes('/undici/'))"
    writeFiles(user, { 'loaded.cjs': `process.once('exit', () => console.error(JSON.stringify(${loaded})))\n` })
    const args = [join(installed, 'dist/cli/commands/main.js'), 'verify', '--runs', '0']
    const { code, stderr } = await run(process.execPath, ['--require', './loaded.cjs', ...args], user)
    const files: readonly string[] = JSON.parse(stderr)
    const parts = files.map((path) => path.split('/undici/')[1])
    expect([code, parts.includes('index.js'), parts.includes('lib/dispatcher/pool.js')]).toEqual([0, false, true])
  })

  test('reads a document in several files by swagger-parser, which nothing else needs', async () => {
    const schema = { type: 'string' }
    const content = { 'application/json': { schema: { $ref: 'schemas.json#/text' } } }
    const responses = { 200: { description: 'Success', content } }
    const paths = { '/texts': { get: { operationId: 'getText', responses } } }
    writeFiles(user, {
      'api.json': JSON.stringify({ openapi: '3.1.0', info: { title: 'Texts', version: '1' }, paths }),
      'schemas.json': JSON.stringify({ text: schema }),
    })
    const verify = () => program('verify', '--spec', 'api.json', '--runs', '0')
    expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^PASS {2}/m) })
    const directory = join(user, 'node_modules/@apidevtools/swagger-parser')
    renameSync(directory, `${directory}-away`)
    try {
      const { code, stdout, stderr } = await verify()
      expect([code, stdout]).toEqual([3, ''])
      expect(stderr).toMatch(/Cannot find package '@apidevtools\/swagger-parser'/)
      expect(await program('verify', '--runs', '0')).toMatchObject({ code: 0, stderr: '' })
    } finally {
      renameSync(`${directory}-away`, directory)
    }
  })

  test.each(['ts', 'mjs'])('takes a configuration that imports from it: .%s', async (ending) => {
    const text = "import { defineConfig } from 'fgs-contract/config'\nexport default defineConfig({ maxRequests: 3 })\n"
    writeFiles(user, { [`own.${ending}`]: text })
    const { code, stdout, stderr } = await program('plan', '--config', `own.${ending}`)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^3 requests, of which/m)
  })

  test('says which package signs requests, where it is not installed', async () => {
    const { code, stdout, stderr } = await program('verify', '--ak', 'a', '--sk', 's')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      'error: a signature by access key needs a package that is not installed: npm install --save-dev @huaweicloud/huaweicloud-sdk-core\n',
    )
  })

  test('mocks with the msw that its user brings, and says what is missing where there is none', async () => {
    writeFiles(user, {
      'mocks.js': `import { bundled, createHandlers } from 'fgs-contract/mocks'
const { getResponse } = await import('msw')
const url = 'http://localhost/v2/p/fgs/workflows/w/sync-executions'
const answer = await getResponse(createHandlers(bundled()), new Request(url, { method: 'POST' }))
console.log(answer.status)
`,
    })
    const without = await run(process.execPath, ['mocks.js'], user)
    expect(without.code).toBe(1)
    expect(without.stderr).toMatch(/Cannot find package 'msw' imported from .*fgs-contract/)
    await withMsw(async () => {
      expect(await run(process.execPath, ['mocks.js'], user)).toEqual({ code: 0, stdout: '400\n', stderr: '' })
      await expectTypes(
        {
          'right-mocks.ts': `import { bundled, createHandlers, type StartSyncWorkflowExecutionResponse } from 'fgs-contract/mocks'
const body: StartSyncWorkflowExecutionResponse = { status: 'fail', errors: [{ node_id: 'a' }] }
export const handlers = createHandlers(bundled(), { answers: { startSyncWorkflowExecution: { status: 200, body } } })
`,
          'wrong-mocks.ts': `import { bundled, createHandlers } from 'fgs-contract/mocks'
createHandlers(bundled(), { answers: { startSyncWorkflowExecution: { status: 200, body: { status: 'done' } } } })
`,
        },
        '\'"done"\' is not assignable',
      )
    })
  })

  /** As if the user had installed it, too. */
  async function withMsw(use: () => Promise<void>): Promise<void> {
    const link = join(user, 'node_modules/msw')
    symlinkSync(join(root, 'node_modules/msw'), link, 'junction')
    await use().finally(() => rmSync(link))
  }

  test('has the declarations that its entries lead to, and no others', async () => {
    const entries = Object.keys(exportsOf(installed)).flatMap((entry) =>
      entry.endsWith('.json') ? [] : entry.slice(1),
    )
    writeFiles(user, {
      'entries.ts': entries.map((entry) => `export type {} from 'fgs-contract${entry}'\n`).join(''),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2023',
          strict: true,
          noEmit: true,
          listFiles: true,
          types: [],
        },
        files: ['entries.ts'],
      }),
    })
    const { stdout } = await run(process.execPath, [TSC, '-p', '.'], user)
    // Packages that its user has not installed cannot be found.
    expect(stdout).not.toMatch(/Cannot find module '\.{1,2}\//)
    const read = stdout.split('\n').flatMap((line) => line.split('/node_modules/fgs-contract/')[1] ?? [])
    const declarations = packed.files.map(({ path }) => path).filter((path) => path.endsWith('.d.ts'))
    expect(entries.length).toBeGreaterThan(5)
    expect(declarations.sort()).toEqual(read.filter((path) => path.endsWith('.d.ts')).sort())
  })

  test('has types that hold', async () => {
    await expectTypes(
      {
        'right.ts': `import { type Config, defineConfig } from 'fgs-contract/config'
import { bundled, type Finding, type Report, verifyDeployment } from 'fgs-contract'
const report: Report = await verifyDeployment(bundled(), { target: 'http://localhost:1', token: 't', maxExecutions: 0 })
export const messages: string[] = report.findings.map(({ message }: Finding) => message)
export const verdict: 'pass' | 'fail' | 'inconclusive' = report.summary.verdict
export const config: Config = defineConfig({ runs: 1 })
`,
        'wrong.ts': `import { bundled, verifyDeployment } from 'fgs-contract'
await verifyDeployment(bundled(), { maxExecution: 0 })
`,
      },
      'maxExecution',
    )
  })

  /** Compiles the first of two files, and finds in what the compiler says of the other what is wrong with it. */
  async function expectTypes(files: { readonly [name: string]: string }, wrong: string): Promise<void> {
    const options = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true }
    const [right = '', other = ''] = Object.keys(files)
    writeFiles(user, files)
    for (const [name, more, expected] of [
      [right, {}, ''],
      [right, { exactOptionalPropertyTypes: true }, ''],
      [other, {}, wrong],
    ] as const) {
      const config = { compilerOptions: { ...options, ...more, types: [] }, files: [name] }
      writeFiles(user, { 'tsconfig.json': JSON.stringify(config) })
      const { code, stdout } = await run(process.execPath, [TSC, '-p', '.'], user)
      if (expected === '') expect([code, stdout]).toEqual([0, ''])
      else expect(stdout).toContain(expected)
    }
  }

  test('holds few modules, and those that a page loads need nothing of Node', () => {
    expect(packed.files.filter(({ path }) => path.endsWith('.js')).length).toBeLessThan(150)
    expect([...loadedBy('dist/entries/mocks.js')].sort()).toEqual([
      'ajv-formats/dist/formats.js',
      'ajv/dist/2020.js',
      'ajv/dist/compile/resolve.js',
      'msw',
    ])
    // What every start of the command pays for.
    expect([...loadedBy('dist/cli/commands/main.js')].sort()).toEqual([
      'commander',
      'node:fs',
      'node:module',
      'node:path',
    ])
  })

  /** The packages, and modules of Node, that a module loads at once. */
  function loadedBy(path: string, seen = new Set<string>()): Set<string> {
    const text = readFileSync(join(installed, path), 'utf8')
    const specifiers = [...text.matchAll(/^(?:import|export) (?:[^;]*? from )?"([^"]+)";$/gm)].map(
      ([, name = '']) => name,
    )
    expect(specifiers.length, path).toBe([...text.matchAll(/^import |^export .* from /gm)].length)
    const packages = specifiers.filter((name) => !name.startsWith('.'))
    const ours = specifiers.filter((name) => name.startsWith('.')).map((name) => posix.join(posix.dirname(path), name))
    const isNew = !seen.has(path)
    seen.add(path)
    return new Set([...packages, ...(isNew ? ours.flatMap((name) => [...loadedBy(name, seen)]) : [])])
  }

  test('has nothing that publint would mend', async () => {
    const { messages } = await publint({ pkgDir: installed, pack: false, strict: true })
    expect(messages).toEqual([])
  })
})
