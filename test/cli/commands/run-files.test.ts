import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf, verify } from './program.ts'

const SPEC = `
openapi: 3.1.0
info: { title: Things, version: '1' }
paths:
  /things:
    post:
      operationId: op
      requestBody: { content: { application/json: { schema: { $ref: 'thing.yaml' } } } }
      responses: { 204: { description: '' } }
`

const FILES = {
  'api.yaml': SPEC,
  'thing.yaml': 'type: object',
  'body.json': '{}',
  'known.json': '{ "version": 1, "findings": [] }',
  'fgs-contract.config.json': '{ "spec": "api.yaml", "body": ["body.json"], "baseline": "known.json" }',
}

/** A folder with a run's inputs, and links to one of them. */
function inputs(): string {
  const folder = folderOf(FILES)
  mkdirSync(join(folder, 'reports'))
  symlinkSync('../api.yaml', join(folder, 'reports', 'link.json'))
  symlinkSync('absent.json', join(folder, 'dangling.json'))
  linkSync(join(folder, 'body.json'), join(folder, 'hard.json'))
  return folder
}

describe('a report never overwrites', () => {
  it.each([
    ['the document', ['json=api.yaml'], 'a file of the contract'],
    ['a file that it refers to', ['json=thing.yaml'], 'a file of the contract'],
    ['the document by another spelling', ['json=reports/../api.yaml'], 'a file of the contract'],
    ['the document behind a link', ['json=reports/link.json'], 'a file of the contract'],
    ['a body', ['junit=./body.json'], 'the file of --body'],
    ['a body by a hard link', ['junit=hard.json'], 'the file of --body'],
    ['the configuration', ['html=fgs-contract.config.json'], 'the configuration'],
    ['the baseline', ['sarif=known.json'], 'the baseline'],
    ['another report', ['json=one.txt', 'junit=reports/../one.txt'], 'the report of --reporter json'],
    ['another report behind a link', ['json=absent.json', 'junit=dangling.json'], 'the report of --reporter json'],
  ])('%s', async (_, reporters, what) => {
    const cwd = inputs()
    const args = reporters.flatMap((reporter) => ['--reporter', reporter])
    const { code, stdout, stderr } = await verify(args, { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    const last = reporters.at(-1) ?? ''
    expect(stderr).toContain(`--reporter ${last} would overwrite ${what}; give the report a file of its own.`)
    for (const [name, text] of Object.entries(FILES)) expect(readFileSync(join(cwd, name), 'utf8')).toBe(text)
    expect(existsSync(join(cwd, 'one.txt'))).toBe(false)
  })

  it('but takes files of their own, an earlier report, and a device twice', async () => {
    const cwd = inputs()
    for (const _ of ['first', 'again']) {
      const reporters = ['json=report.json', 'junit=dangling.json', 'html=/dev/null', 'sarif=/dev/null']
      const args = reporters.flatMap((reporter) => ['--reporter', reporter])
      const { code, stderr } = await verify(args, { cwd })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    }
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')).version).toBe(1)
  })
})
