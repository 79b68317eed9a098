import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf, run } from './program.ts'
import { serve } from './servers.ts'

const document = (schema: string): string => `openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    get:
      parameters:
        - { name: q, in: query, schema: ${schema} }
      responses: { '200': { description: ok } }
`

const files: Readonly<Record<string, string>> = {
  'empty.yaml': '',
  'broken.yaml': 'openapi: 3.1.0\ninfo: [\n',
  'broken.json': '{\n  "openapi": "3.0.0",\n  "info" 1\n}\n',
  'text.yaml': 'hello\n',
  'other.json': '{"name":"package"}',
  'version.json': '{"openapi":"4.0.0"}',
  'schema.yaml': document('{ type: strin }'),
  'file.yaml': document("{ $ref: './missing.yaml#/Q' }"),
  'pointer.yaml': document("{ $ref: '#/components/schemas/Q' }"),
  'bounds.yaml': document('{ type: string, maxLength: -1 }'),
}

const errors: readonly (readonly [spec: string, message: string])[] = [
  ['', '--spec is empty; give a file or a URL, or leave it out.'],
  ['missing.yaml', 'missing.yaml: cannot be read: there is no such file; check the path'],
  ['folder', 'folder: cannot be read: it is a directory; name the file in it'],
  ['empty.yaml', 'empty.yaml: the file is empty; an OpenAPI document is expected'],
  [
    'text.yaml',
    'text.yaml: no OpenAPI document: it names no version; supported are swagger "2.0", openapi "3.0.x", "3.1.x" and "3.2.x"',
  ],
  [
    'other.json',
    'other.json: no OpenAPI document: it names no version; supported are swagger "2.0", openapi "3.0.x", "3.1.x" and "3.2.x"',
  ],
  [
    'version.json',
    'version.json #/openapi: openapi "4.0.0" is no version that is supported; supported are swagger "2.0", openapi "3.0.x", "3.1.x" and "3.2.x"',
  ],
  [
    'schema.yaml',
    'schema.yaml:7 #/paths/~1a/get/parameters/0/schema/type: type must be one of null, boolean, integer, number, string, array, object, or a list of these, not "strin"',
  ],
  [
    'file.yaml',
    'file.yaml:7 #/paths/~1a/get/parameters/0/schema: $ref "./missing.yaml#/Q" leads to missing.yaml, which cannot be read: there is no such file; check the path',
  ],
  [
    'pointer.yaml',
    'pointer.yaml:7 #/paths/~1a/get/parameters/0/schema: $ref "#/components/schemas/Q" leads nowhere: pointer.yaml has no such place; correct the reference or add what it names',
  ],
  [
    'ftp://example.com/spec.yaml',
    'ftp://example.com/spec.yaml: cannot be read: ftp: cannot be read; use a path, http: or https:',
  ],
]

function folder(): string {
  const path = folderOf(files)
  mkdirSync(join(path, 'folder'))
  return path
}

describe('--spec', () => {
  it.each(errors)('%j', async (spec, message) => {
    expect(await run(['plan', '--spec', spec, '--strict'], { cwd: folder() })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${message}\n`,
    })
  })

  it.each([
    ['broken.yaml', /^error: broken\.yaml:\d: not valid JSON or YAML: .+ \(line \d, column \d+\)\n$/],
    ['broken.json', /^error: broken\.json:\d: not valid JSON or YAML: .+ \(line \d, column \d+\)\n$/],
    ['bounds.yaml', /^error: bounds\.yaml:7 #\/paths\/~1a\/get\/parameters\/0\/schema\/maxLength: .+\n$/],
  ])('names the line of %s', async (spec, message) => {
    const { code, stdout, stderr } = await run(['verify', '--spec', spec, '--strict'], { cwd: folder() })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })

  it('says what is wrong with JSON that YAML would take', async () => {
    const cwd = folderOf({ 'gap.json': '{\n  "openapi": "3.0.0",\n  "info": }\n' })
    const { stderr } = await run(['plan', '--spec', 'gap.json'], { cwd })
    expect(stderr).toMatch(/^error: gap\.json:\d.*: /)
    expect(stderr).not.toContain('[object Object]')
  })

  it('says why no operation of a document can be verified', async () => {
    const { code, stderr } = await run(['verify', '--spec', 'schema.yaml'], { cwd: folder() })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error: no operation of schema.yaml can be verified: GET /a is not planned: ${errors.find(([spec]) => spec === 'schema.yaml')?.[1]}.\n`,
    })
  })

  it('leads to files outside its folder if that is allowed, by the command line or the configuration', async () => {
    const cwd = folderOf({ 'schema.json': '{"type": "string"}' })
    mkdirSync(join(cwd, 'specs'))
    writeFileSync(join(cwd, 'specs/api.yaml'), document('{ $ref: ../schema.json }'))
    const spec = join(cwd, 'specs/api.yaml')
    const { code, stderr } = await run(['plan', '--spec', spec], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/schema\.json, which cannot be read: it is outside the folder .*--allow-refs-outside\.\n$/)
    expect((await run(['plan', '--spec', spec, '--allow-refs-outside', '--strict'], { cwd })).code).toBe(0)
    writeFileSync(join(cwd, 'fgs-contract.config.json'), JSON.stringify({ spec, allowRefsOutside: true }))
    expect((await run(['plan'], { cwd })).code).toBe(0)
  })

  it.each([
    [
      ['plan', '--spec', 'http://user:word@127.0.0.1:9/a.yaml'],
      'error: http://***@127.0.0.1:9/a.yaml: cannot be read: ',
    ],
    [['verify', '--target', 'ftp://user:word@host'], 'error: --target ftp://***@host is not an http or https URL'],
    [['verify', '--target', 'https://user:word@'], 'error: --target https://***@ is not a URL'],
  ])('shows no password: %j', async (args, message) => {
    const { stderr } = await run(args)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('word')
  })

  describe('a document with one operation that is at fault', () => {
    const faulty = {
      'api.yaml': `openapi: 3.0.3
info: { title: Things, version: '1' }
paths:
  /good:
    get: { operationId: good, responses: { '200': { description: ok } } }
  /bad/{id}:
    get: { operationId: bad, responses: { '200': { description: nobody describes id } } }
`,
      'baseline.json': JSON.stringify({
        version: 1,
        findings: [],
        unreached: [{ operation: 'bad', reason: 'the document is being mended', expires: '9999-12-31' }],
      }),
    }
    const fault = 'api.yaml:7 #/paths/~1bad~1{id}/get: no parameter describes {id} of the path /bad/{id}'

    it.each([
      ['is inconclusive', [], 3, 'INCONCLUSIVE  1 of 2 operations was not reached: bad (not planned: '],
      ['passes without it', ['--exclude', 'bad'], 0, 'PASS'],
      ['passes if it is allowed', ['--allow-unreached', 'bad'], 0, 'PASS'],
      ['passes if the baseline names it', ['--baseline', 'baseline.json'], 0, 'PASS'],
    ])('%s', async (_, given, code, verdict) => {
      const ended = await run(['verify', '--spec', 'api.yaml', ...given], { cwd: folderOf(faulty) })
      expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code, stderr: '' })
      expect(ended.stdout).toContain(verdict)
      if (given[0] !== '--exclude') expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain(fault)
    })

    it.each([
      ['--strict', `${fault}; describe it in \`parameters\` with \`in: path\``],
      ['--include bad', `bad is not planned: ${fault}; describe it in \`parameters\` with \`in: path\`.`],
      ['--include worse', '--include worse names no operation by id, path, method or tag; the contract has: good.'],
    ])('is refused with %s', async (given, message) => {
      const { code, stderr } = await run(['verify', '--spec', 'api.yaml', ...given.split(' ')], {
        cwd: folderOf(faulty),
      })
      expect({ code, stderr }).toEqual({ code: 2, stderr: `error: ${message}\n` })
    })

    it.each([['plan'], ['adequacy'], ['mock', '--port', '0'], ['client', '--', process.execPath, '--version']])(
      'is refused by %s with --strict',
      async (command, ...rest) => {
        const line = [command, '--spec', 'api.yaml', '--strict', ...rest]
        const { code, stdout, stderr } = await run(line, { cwd: folderOf(faulty) })
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
        expect(stderr).toContain(fault)
      },
    )

    it('is named by adequacy, which measures the rest', async () => {
      const { stdout } = await run(['adequacy', '--spec', 'api.yaml'], { cwd: folderOf(faulty) })
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`bad: not planned: ${fault}`)
    })

    it('has the reason in ledger and plan', async () => {
      const verified = await run(['verify', '--spec', 'api.yaml', '--reporter', 'json'], { cwd: folderOf(faulty) })
      expect(JSON.parse(verified.stdout)).toMatchObject({
        unreached: [{ operation: 'bad', option: '--allow-unreached', reason: expect.stringContaining(fault) }],
        constraints: expect.arrayContaining([
          expect.objectContaining({ id: 'bad operation', state: 'untested', reason: expect.stringContaining(fault) }),
        ]),
      })
      const planned = await run(['plan', '--spec', 'api.yaml', '--json'], { cwd: folderOf(faulty) })
      expect(JSON.parse(planned.stdout)).toMatchObject({
        closed: [{ operation: 'bad', reason: expect.stringContaining(fault) }],
      })
      expect((await run(['plan', '--spec', 'api.yaml'], { cwd: folderOf(faulty) })).stdout).toContain(
        `bad: not planned: ${fault}`,
      )
    })
  })

  it('says that a document has no operation', async () => {
    const cwd = folderOf({ 'none.yaml': "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\n" })
    const { code, stderr } = await run(['plan', '--spec', 'none.yaml'], { cwd })
    expect(code).toBe(2)
    expect(stderr).not.toContain('--include')
  })
})

describe('--spec from a URL', () => {
  it('is read', async () => {
    const { origin } = await serve((res) => res.end(document('{ type: string, maxLength: 3 }')))
    const { code, stdout, stderr } = await run(['plan', '--spec', `${origin}/spec.yaml`])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('request.query.q maxLength')
  })

  it('answers 404, or a page', async () => {
    const { origin } = await serve((res, { url }) => {
      res.writeHead(url === '/page' ? 200 : 404, { 'content-type': 'text/html' })
      res.end('<!doctype html>\n<html><body>Sign in</body></html>\n')
    })
    expect(await run(['plan', '--spec', `${origin}/missing`])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${origin}/missing: cannot be read: the server answered 404\n`,
    })
    const page = await run(['plan', '--spec', `${origin}/page`])
    expect({ ...page, stderr: '' }).toEqual({ code: 2, stdout: '', stderr: '' })
    expect(page.stderr.startsWith(`error: ${origin}/page`)).toBe(true)
    expect(page.stderr.trimEnd()).not.toContain('\n')
  })

  it('cannot be reached', async () => {
    const { origin } = await serve(() => undefined)
    const unused = origin.replace(/\d+$/, '9')
    const { code, stdout, stderr } = await run(['plan', '--spec', `${unused}/spec.yaml`])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: http:\/\/127\.0\.0\.1:9\/spec\.yaml: cannot be read: .+\n$/)
  })
})
