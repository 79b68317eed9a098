import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import type { ReporterName } from '../../../src/report/reporters/index.ts'
import { htmlFaults } from '../../support/html-syntax.ts'
import { markdownFaults } from '../../support/markdown-syntax.ts'
import { validateReport } from '../../support/report-schema.ts'
import { validateSarif } from '../../support/sarif-schema.ts'
import { folderOf, serveFixture, steady, verify } from './program.ts'

describe('a run that passes', () => {
  it('is told to a person', async () => {
    const { code, stdout, stderr } = await verify([])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/pass.txt')
  })

  it('is one line with --quiet', async () => {
    const { code, stdout, stderr } = await verify(['--quiet'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^PASS .*\n$/)
  })
})

describe('a run that fails', () => {
  it.each([
    ['normal', ['--concurrency', '1']],
    ['quiet', ['--quiet', '--concurrency', '1']],
    ['verbose', ['--verbose', '--concurrency', '1']],
  ])('is told to a person, %s', async (name, args) => {
    const target = await serveFixture('every-invalid-body-answered-422')
    const { code, stdout, stderr } = await verify(['--target', target, ...args])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot(`stored/fail.${name}.txt`)
  })

  it.each(['truncates-refusals'])('tells %s', async (name) => {
    const target = await serveFixture(name)
    const { code, stdout, stderr } = await verify(['--target', target, '--concurrency', '1'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot(`stored/fail.${name}.txt`)
  })
})

describe('--reporter', () => {
  it('json writes one document to stdout, and nothing else there', async () => {
    const target = await serveFixture('project-id-of-any-length')
    const { code, stdout, stderr } = await verify(['--target', target, '--concurrency', '1', '--reporter', 'json'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(validateReport(JSON.parse(stdout))).toEqual([])
    await expect(steady(stdout)).toMatchFileSnapshot('stored/fail.json')
  })

  it('json=FILE leaves stdout to the console', async () => {
    const target = await serveFixture('project-id-of-any-length')
    const folder = folderOf()
    const args = ['--target', target, '--concurrency', '1', '--reporter', 'json=a=b.json']
    const { code, stdout, stderr } = await verify(args, { cwd: folder })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/fail.project-id-of-any-length.txt')
    await expect(steady(readFileSync(join(folder, 'a=b.json'), 'utf8'))).toMatchFileSnapshot('stored/fail.json')
  })

  it('writes to several places at once', async () => {
    const folder = folderOf({ 'text.txt': 'of an earlier, longer report '.repeat(500) })
    const reporters = ['--reporter', 'json=report.json', '--reporter', 'console=text.txt', '--reporter', 'json']
    const { code, stdout, stderr } = await verify(reporters, { cwd: folder })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(stdout)
    await expect(steady(readFileSync(join(folder, 'text.txt'), 'utf8'))).toMatchFileSnapshot('stored/pass.txt')
  })

  it("writes every format at once, each to its file, and GitHub's commands beside what a person reads", async () => {
    const target = await serveFixture('project-id-of-any-length')
    const folder = folderOf()
    const files = {
      json: 'report.json',
      junit: 'report.xml',
      sarif: 'report.sarif',
      html: 'report.html',
      markdown: 'report.md',
      // A forgotten format does not compile.
    } satisfies Record<Exclude<ReporterName, 'console' | 'github'>, string>
    const reporters = Object.entries(files).flatMap(([name, file]) => ['--reporter', `${name}=${file}`])
    const args = ['--target', target, '--concurrency', '1', ...reporters, '--reporter', 'github']
    const { code, stdout, stderr } = await verify(args, { cwd: folder })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
    expect(validateReport(JSON.parse(read(files.json)))).toEqual([])
    expect(XMLValidator.validate(read(files.junit))).toBe(true)
    expect(read(files.junit)).toContain('<failure type="negative_data_rejection"')
    expect(validateSarif(JSON.parse(read(files.sarif)))).toEqual([])
    expect(htmlFaults(read(files.html))).toEqual([])
    expect(read(files.html)).toContain('<p class="verdict fail">')
    expect(markdownFaults(read(files.markdown))).toEqual([])
    // What the deployment says stands where no line is a command; the commands come last.
    const [, token = '', console = '', commands = ''] =
      /^::stop-commands::([0-9a-f-]{36})\n([\s\S]*)\n::\1::\n([\s\S]*)$/.exec(stdout) ?? []
    expect(token).not.toBe('')
    await expect(steady(`${console}\n`)).toMatchFileSnapshot('stored/fail.project-id-of-any-length.txt')
    await expect(steady(commands)).toMatchFileSnapshot('stored/fail.github.txt')
  })

  it.each([
    ['console beside github', ['console', 'github'], 0],
    ['github first', ['github', 'console'], 0],
    ['github alone, where a person reads a file', ['github', 'console=text.txt'], 0],
    ['json beside github', ['json', 'github'], 2],
    ['console beside json', ['console', 'json'], 2],
    ['github twice', ['github', 'github'], 2],
  ])('to stdout: %s', async (_, names, expected) => {
    const folder = folderOf()
    const args = names.flatMap((name) => ['--reporter', name])
    const { code, stdout, stderr } = await verify([...args, '--max-requests', '3'], { cwd: folder })
    expect(code === 2).toBe(expected === 2)
    if (expected === 2)
      expect({ stdout, stderr }).toEqual({ stdout: '', stderr: expect.stringContaining('only one reporter') })
    else expect(stdout).toMatch(/^::stop-commands::(.+)\n[\s\S]*^::\1::\n::(?:notice|error) title=/m)
  })

  it('github=FILE has commands alone', async () => {
    const folder = folderOf()
    const { stdout } = await verify(['--reporter', 'github=commands.txt', '--max-requests', '3'], { cwd: folder })
    expect(stdout).not.toContain('::')
    expect(readFileSync(join(folder, 'commands.txt'), 'utf8')).toMatch(/^::(?:notice|error) title=.*\n$/)
  })

  it('leaves an earlier report as it is where the options cannot be followed', async () => {
    const folder = folderOf({ 'report.json': '{}' })
    const { code } = await verify(['--reporter', 'json=report.json', '--param', 'nope=1'], { cwd: folder })
    expect(code).toBe(2)
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('{}')
  })
})

it('colours nothing that is not a terminal, whatever the environment says', async () => {
  const target = await serveFixture('project-id-of-any-length')
  const { stdout } = await verify(['--target', target, '--concurrency', '1'], {
    env: { FORCE_COLOR: '1', CLICOLOR_FORCE: '1' },
  })
  await expect(steady(stdout)).toMatchFileSnapshot('stored/fail.project-id-of-any-length.txt')
  expect(stdout).not.toMatch(/[\u001b\r]/)
})
