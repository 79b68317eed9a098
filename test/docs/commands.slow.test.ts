import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Deployment, defects, startDeployment } from '../../fixtures/deployments/index.ts'
import { bundled, loadContract } from '../../src/contract/documents/index.ts'
import { type ServedMock, serveMock } from '../../src/mock/loopback/index.ts'
import { Mock } from '../../src/mock/responder/index.ts'
import { copyProject, run, temporaryFolder, writeFiles } from '../support/built-package.ts'
import { type DocBlock, type DocPage, docPages, withBlocks } from '../support/doc-pages.ts'
import { petstore } from '../support/petstore.ts'
import { root } from '../support/project-files.ts'

/** Where the pages say that a deployment is. */
const FAULTY_URL = 'http://127.0.0.1:8080'
const PETSTORE_URL = 'http://localhost:3000'
const VENDOR_URL = 'https://functiongraph.cn-north-4.myhuaweicloud.com'
const SHOWN_DEFECT = 'project-id-max-plus-one-accepted'
/** Tokens that deployments demand. */
const TOKENS = ['abc-123', '...']
const WIDEST = 100
const PATIENCE = 240_000

const INSTALL = /^npm (?:install --save-dev|i -D) (.+)$/gm

/** What the pages take for granted in a user's project. */
const GIVEN_FILES = {
  'package.json': '{ "private": true, "type": "module" }\n',
  'input.json': '{ "input": { "a": 1 } }\n',
  'pet.json': '{ "name": "Rex", "toys": ["ball"] }\n',
  'openapi.yaml': JSON.stringify(petstore),
}

const isRunnable = ({ language }: DocBlock): boolean => language === 'sh' || language === 'console'

// CONTRIBUTING is about a clone of this repository: its commands are those that CI runs.
const pages = docPages().filter(({ path, blocks }) => path !== 'CONTRIBUTING.md' && blocks.some(isRunnable))

describe('the documentation', () => {
  const built = copyProject()
  let tarball = ''
  const deployments: { [name: string]: Deployment | ServedMock } = {}

  beforeAll(async () => {
    const pack = await run('npm', ['pack', '--json'], built)
    expect(pack.code, pack.stderr).toBe(0)
    const [packed]: { filename: string }[] = JSON.parse(pack.stdout.slice(pack.stdout.search(/^\[/m)))
    tarball = join(built, packed?.filename ?? '')
    const patch = defects.find(({ name }) => name === SHOWN_DEFECT)?.patch
    if (patch === undefined) throw new Error(`there is no fixture ${SHOWN_DEFECT}`)
    deployments.clean = await startDeployment({})
    deployments.faulty = await startDeployment(patch)
    for (const token of TOKENS)
      deployments[`demands ${token}`] = await serveMock(new Mock(bundled(), { credentials: [['X-Auth-Token', token]] }))
    deployments.petstore = await serveMock(
      new Mock(await loadContract({ text: JSON.stringify(petstore), file: 'a.json' })),
    )
  })

  afterAll(async () => {
    for (const deployment of Object.values(deployments)) await deployment.close()
    rmSync(built, { recursive: true, force: true })
  })

  const originOf = (name: string): string => deployments[name]?.origin ?? ''

  /** A project with what the page says to install, and nothing else. */
  async function projectOf(page: DocPage): Promise<string> {
    const folder = temporaryFolder()
    writeFiles(folder, GIVEN_FILES)
    const wanted = page.blocks.flatMap(({ text }) =>
      [...text.matchAll(INSTALL)].flatMap(([, names = '']) => names.split(' ')),
    )
    const packages = [...new Set(wanted)].filter((name) => name !== 'fgs-contract').map(pinned)
    const args = ['install', '--save-dev', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...packages]
    const install = await run('npm', args, folder)
    expect(install.code, install.stderr).toBe(0)
    return folder
  }

  /** Runs a script, and ends a server once it is up. */
  async function execute(script: string, folder: string, env: Record<string, string>): Promise<string> {
    if (/fgs-contract mock/.test(script)) return startsUp(script.replace('8080', '0'), folder)
    const { code, stdout, stderr } = await run('bash', ['--norc', '-euc', script], folder, env)
    expect(code, `${script}\n${stdout}\n${stderr}`).toBe(0)
    return stdout
  }

  /** The script of a block: installed is already, and an exit code is as the comment says. */
  const scriptOf = (block: DocBlock): string => {
    const deployment = block.hint?.name === 'deployment' ? block.hint.value : 'clean'
    return block.text
      .replace(INSTALL, '')
      .replace(/^npm .*$/gm, '')
      .replace(/^(.*\S) +# exits with (\d)$/gm, 'code=0; $1 || code=$?; test $code -eq $2')
      .replaceAll(FAULTY_URL, originOf('faulty'))
      .replaceAll(PETSTORE_URL, originOf('petstore'))
      .replaceAll(VENDOR_URL, originOf(deployment))
      .replaceAll(' --target "$DEPLOYMENT_URL"', deployment === 'embedded' ? '' : ` --target ${originOf(deployment)}`)
  }

  test.each(pages.map((page) => [page.path, page] as const))(
    '%s: its commands and examples run as it says',
    async (path, page) => {
      const folder = await projectOf(page)
      const fresh = new Map<number, string>()
      for (const [index, block] of page.blocks.entries()) {
        const file = fileOf(block)
        if (file !== undefined) writeFiles(folder, { [file]: block.text })
        const env = { DEPLOYMENT_TOKEN: 'token', GITHUB_STEP_SUMMARY: join(folder, 'summary.md') }
        if (block.language === 'sh') await execute(scriptOf(block), folder, env)
        if (block.language === 'console') fresh.set(index, await refreshed(block.text, folder))
        if (block.hint?.name === 'written') fresh.set(index, readFileSync(join(folder, block.hint.value), 'utf8'))
      }
      rmSync(folder, { recursive: true, force: true })
      const now = withBlocks(page, ({ text }, index) => fresh.get(index) ?? text)
      // Not up to date? Run this file with --update: it writes what the commands print now.
      await expect(now).toMatchFileSnapshot(join(root, path))
    },
    PATIENCE,
  )

  /** A block as it would stand there now; what changes from run to run is left as it was shown. */
  async function refreshed(block: string, folder: string): Promise<string> {
    const parts: string[] = []
    for (const part of block.split(/^(?=\$ )/m)) {
      const [command = '', ...shown] = part.trimEnd().split('\n')
      const lines = await linesOf(command.slice(2), folder)
      const now = shown.includes('…') ? shortened(lines) : lines
      parts.push([command, ...(normalised(now) === normalised(shown) ? shown : now), ''].join('\n'))
    }
    return parts.join('')
  }

  /** The lines that a command prints, as a page would show them. */
  async function linesOf(command: string, folder: string): Promise<string[]> {
    const script = command.replaceAll(FAULTY_URL, originOf('faulty'))
    const { code, stdout, stderr } = await run('bash', ['--norc', '-uc', script], folder)
    expect(stderr).toBe('')
    expect(code, command).toBe(/^FAIL/m.test(stdout) && !command.includes('|') ? 1 : 0)
    const lines = stdout.replaceAll(originOf('faulty'), FAULTY_URL).trimEnd().split('\n')
    return lines.map((text) =>
      text.length > WIDEST && !/^(?:PASS|FAIL)/.test(text) ? `${text.slice(0, WIDEST - 2)} …` : text,
    )
  }
})

/** `// client.js` or `# client.py` on the first line, or the hint `file`, gives a block's name. */
function fileOf({ text, hint }: DocBlock): string | undefined {
  if (hint?.name === 'file') return hint.value
  return /^(?:\/\/|#) ([\w.-]+\.(?:js|ts|py))\n/.exec(text)?.[1]
}

/** In the version that is here: the newest may want a newer Node. */
function pinned(name: string): string {
  const manifest = join(root, 'node_modules', name, 'package.json')
  if (!existsSync(manifest)) return name
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'))
  return `${name}@${version}`
}

/** Waits until a server says where it is, and ends it. */
function startsUp(script: string, cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // A group of its own: npx starts the server as another process.
    const child = spawn('bash', ['--norc', '-c', script], { cwd, detached: true })
    let output = ''
    child.stdout.on('data', (text) => {
      output += text
      if (/http:\/\//.test(output) && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    })
    child.stderr.on('data', (text) => {
      output += text
    })
    child.on('close', () => (/http:\/\//.test(output) ? resolve(output) : reject(new Error(output))))
  })
}

/** A run's output without its ledger, which another block shows, and without the body of the answer. */
function shortened(lines: readonly string[]): string[] {
  const body = lines.indexOf('    <') + 1
  const curl = lines.findIndex((line) => line.startsWith('    $ curl'))
  return [...lines.slice(0, body), '    < …', ...lines.slice(curl, curl + 1), '…', ...lines.slice(-1)]
}

const normalised = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\(\d+(?:\.\d+)? m?s\)$/gm, '(TIME)')
    .replace(/^( *< Date:).*$/gm, '$1 DATE')
    .replace(/^( *< content-length:) \d+$/gm, '$1 LENGTH')
