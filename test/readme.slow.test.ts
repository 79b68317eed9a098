import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Deployment, defects, startDeployment } from '../fixtures/deployments/index.ts'
import { type BuiltPackage, buildPackage, run, writeFiles } from './support/built-package.ts'
import { root } from './support/project-files.ts'

/** Where the README says that the deployment with a defect is. */
const SHOWN_ORIGIN = 'http://127.0.0.1:8080'
const SHOWN_DEFECT = 'project-id-max-plus-one-accepted'
const WIDEST = 100

/** What of Vitest's JSON is read. */
interface Results {
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

const README = join(root, 'README.md')
const readme = readFileSync(README, 'utf8')

describe('the README', () => {
  let built: BuiltPackage
  let deployment: Deployment

  beforeAll(async () => {
    const patch = defects.find(({ name }) => name === SHOWN_DEFECT)?.patch
    if (patch === undefined) throw new Error(`there is no fixture ${SHOWN_DEFECT}`)
    built = await buildPackage()
    deployment = await startDeployment(patch)
    writeFiles(built.directory, Object.fromEntries(blocks('js').map((text, index) => [exampleFile(index, text), text])))
  })

  afterAll(async () => {
    await deployment.close()
    built.remove()
  })

  /** The lines that a command of the README prints, as the README would show them. */
  async function linesOf(command: string): Promise<string[]> {
    const [line = '', tail] = command.split(' | tail -n ')
    const words = line.replaceAll(SHOWN_ORIGIN, deployment.origin).split(' ')
    const variables = words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split(/=(.*)/s, 2))
    const args = words.slice(variables.length)
    const nodeArgs = args[0] === 'npx' ? ['dist/cli/commands/main.js', ...args.slice(2)] : args.slice(1)
    expect(['npx fgs-contract', 'node example.js', 'node client.js']).toContain(args.slice(0, 2).join(' '))
    const { code, stdout, stderr } = await run(
      process.execPath,
      nodeArgs,
      built.directory,
      Object.fromEntries(variables),
    )
    expect(stderr).toBe('')
    expect(code, command).toBe(/^FAIL/m.test(stdout) ? 1 : 0)
    const lines = stdout.replaceAll(deployment.origin, SHOWN_ORIGIN).trimEnd().split('\n')
    return (tail === undefined ? lines : lines.slice(-Number(tail))).map((text) =>
      text.length > WIDEST && !/^(?:PASS|FAIL)/.test(text) ? `${text.slice(0, WIDEST - 2)} …` : text,
    )
  }

  /** A block as it would stand there now; what changes from run to run is left as it was shown. */
  async function refreshed(block: string): Promise<string> {
    const parts: string[] = []
    for (const part of block.split(/^(?=\$ )/m)) {
      const [first = '', ...shown] = part.trimEnd().split('\n')
      const lines = await linesOf(first.slice(2))
      const now = shown.includes('…') ? shortened(lines) : lines
      parts.push([first, ...(normalised(now) === normalised(shown) ? shown : now), ''].join('\n'))
    }
    return parts.join('')
  }

  test('shows what its commands print', async () => {
    const fresh = new Map<string, string>()
    for (const block of blocks('console')) fresh.set(block, await refreshed(block))
    expect(fresh.size).toBeGreaterThan(3)
    const now = readme.replace(/(?<=^```console\n)[\s\S]*?(?=^```$)/gm, (block) => fresh.get(block) ?? block)
    // Not up to date? `npx vitest run test/readme.slow.test.ts --update` writes it anew.
    await expect(now).toMatchFileSnapshot(README)
  }, 180_000)

  // Any with a name is run by a command that is shown.
  test.each(
    blocks('js')
      .map((text, index) => [text.split('\n')[0], index] as const)
      .filter(([first]) => !/^\/\/ \w+\.js$/.test(first ?? '')),
  )('has examples that run: %s', async (_, index) => {
    const done = await run(process.execPath, [exampleFile(index)], built.directory)
    expect(done).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('has a configuration that can be used', async () => {
    const [config = '', ...others] = blocks('ts').filter((text) => text.includes('fgs-contract/config'))
    expect(others).toEqual([])
    const directory = join(built.directory, 'configured')
    mkdirSync(directory)
    writeFiles(directory, { 'fgs-contract.config.ts': config, 'input.json': '{ "input": { "a": 1 } }' })
    const env = { DEPLOYMENT_TOKEN: 'token' }
    const { code, stdout, stderr } = await run(
      process.execPath,
      ['../dist/cli/commands/main.js', 'plan'],
      directory,
      env,
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('given body 2')
    expect(stdout).toContain('random conforming request')
  })

  test('has a suite that passes', async () => {
    const [suite = '', ...others] = blocks('ts').filter((text) => text.includes('fgs-contract/vitest'))
    expect(others).toEqual([])
    const folder = join(built.directory, 'suite')
    mkdirSync(folder)
    // Else Vitest would take the project's own.
    writeFiles(folder, { 'contract.test.ts': suite, 'vitest.config.js': 'export default {}\n' })
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--root=suite', '--reporter=json']
    const { code, stdout } = await run(process.execPath, args, built.directory)
    const { testResults }: Results = JSON.parse(stdout)
    expect(testResults.map(({ message }) => message)).toEqual([''])
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
    expect(tests.filter(({ status }) => status === 'failed')).toEqual([])
    expect(tests.filter(({ status }) => status === 'passed').length).toBeGreaterThan(40)
    expect(code).toBe(0)
  })

  test('names only options that --help lists', async () => {
    const helps = await Promise.all(
      [
        ['--help'],
        ...['verify', 'plan', 'mock', 'client', 'adequacy', 'replay', 'init'].map((name) => [name, '--help']),
      ].map((args) => run(process.execPath, ['dist/cli/commands/main.js', ...args], built.directory)),
    )
    const listed = new Set(helps.flatMap(({ stdout }) => stdout.match(/(?<=^ +(?:-\w, )?)--[a-z-]+/gm) ?? []))
    const commands = (block: string): string => block.replace(/^[^$].*\n/gm, '')
    const said = blocks('console').reduce((text, block) => text.replace(block, commands), readme)
    const named = new Set(said.match(/(?<![\w-])--[a-z][a-z-]*/g))
    expect(named.size).toBeGreaterThan(10)
    expect([...named].filter((option) => !listed.has(option))).toEqual([])
  })

  test('leads to files that are there', () => {
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link)
    expect(links.length).toBeGreaterThan(2)
    expect(links.filter((link) => !/^https?:/.test(link) && !existsSync(join(root, link)))).toEqual([])
  })

  test('names scripts that are there', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    )
    const shell = blocks('sh').join('\n')
    expect(shell).toContain('npm test')
    expect(scripts).toHaveProperty('test')
    for (const [, script = ''] of shell.matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty(script)
  })
})

/** A block whose first line is a comment with a file's name has that name: a command that is shown runs it. */
const exampleFile = (index: number, text = ''): string =>
  /^\/\/ (\w+\.js)\n/.exec(text)?.[1] ?? `example-${index + 1}.js`

/** What stands between the fences of a language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  )
}

/** A run's output without its ledger, which another block shows, and without the body of the answer. */
function shortened(lines: readonly string[]): string[] {
  const body = lines.indexOf('    <') + 1
  const curl = lines.findIndex((line) => line.startsWith('    $ curl'))
  return [...lines.slice(0, body), '    < …', ...lines.slice(curl, curl + 1), '…', ...lines.slice(-1)]
}

function normalised(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\(\d+(?:\.\d+)? m?s\)$/gm, '(TIME)')
    .replace(/^( *< Date:).*$/gm, '$1 DATE')
    .replace(/^( *< content-length:) \d+$/gm, '$1 LENGTH')
}
