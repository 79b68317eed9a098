import { describe, expect, it } from 'vitest'
import { documentOfBody, documentWith } from '../../support/contracts.ts'
import { folderOf, run, steady } from './program.ts'

const spec = JSON.stringify(
  documentWith({
    requestBody: {
      content: {
        'application/json': { schema: { type: 'string', maxLength: 3 } },
        'application/xml': { schema: { type: 'object' } },
      },
    },
  }),
)
const hostile = spec.replaceAll('"op"', JSON.stringify('op\u001b[2J\n\u202e'))

describe('adequacy', () => {
  it('shows what survives, and fails', async () => {
    const { code, stdout, stderr } = await run(['adequacy', '--spec', 'api.json'], {
      cwd: folderOf({ 'api.json': spec }),
    })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    // The document lists no refusal, which is an advisory and no flaw of the deployment that keeps it.
    expect(stdout).not.toContain('gets a finding')
    await expect(steady(stdout)).toMatchFileSnapshot('stored/adequacy.txt')
  })

  it('shows every mutant when asked to', async () => {
    const cwd = folderOf({ 'api.json': spec })
    const { code, stdout } = await run(['adequacy', '--spec', 'api.json', '--verbose'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain(
      'killed    op request.body maxLength: off by one\n          by negative_data_rejection: op ',
    )
    expect(stdout).toContain('equivalent op request.body application/xml syntax: not enforced\n')
  })

  it('gives it whole as JSON, the same each time', async () => {
    const cwd = folderOf({ 'api.json': spec })
    const [one, two] = await Promise.all([1, 2].map(() => run(['adequacy', '--spec', 'api.json', '--json'], { cwd })))
    expect(two).toEqual(one)
    const { version, summary, mutants } = JSON.parse(one?.stdout ?? '')
    expect(version).toBe(1)
    expect(summary.verdict).toBe('fail')
    expect(mutants).toContainEqual(
      expect.objectContaining({
        id: 'op request.body maxLength: not enforced',
        state: 'killed',
        by: { check: 'negative_data_rejection', severity: 'error', about: 'op request.body maxLength' },
      }),
    )
  })

  it('has clients where they are asked for', async () => {
    const cwd = folderOf({ 'api.json': spec })
    const { code, stdout } = await run(['adequacy', '--spec', 'api.json', '--clients', '--verbose'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^client: wrong method sent +1\/1 /m)
    expect(stdout).toContain('killed    op request method: wrong method sent\n          by request_conformance: op ')
  })

  it('passes a document of which every mutant is killed', async () => {
    const cwd = folderOf({ 'api.json': JSON.stringify(documentOfBody({ type: 'string', minLength: 2, maxLength: 9 })) })
    const { code, stdout, stderr } = await run(['adequacy', '--spec', 'api.json'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^PASS {2}killed (\d+)\/\1 mutants; \d+ equivalent, \d+ unreachable\n$/m)
  })

  it('writes nothing of a document to the terminal that moves its cursor', async () => {
    const cwd = folderOf({ 'api.json': hostile })
    const { stdout } = await run(['adequacy', '--spec', 'api.json', '--verbose'], { cwd })
    expect(stdout).not.toMatch(/[\u001b\u202e]/)
    expect(stdout).toContain('op\\u001b[2J\\n\\u202e')
  })

  it.each([
    [['--include', 'nonsense'], /--include nonsense names no operation/],
    [['--runs', 'many'], /--runs/],
    [['--json', '--verbose'], /cannot be used with/],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await run(['adequacy', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})
