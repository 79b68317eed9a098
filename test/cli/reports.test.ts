import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { validateReport } from '../support/report-schema.ts'
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
