import { describe, expect, it } from 'vitest'
import { folderOf, run, steady } from './program.ts'

interface PlanDocument {
  readonly digest: string
  readonly requests: number
  readonly executions: number
  readonly cases: readonly { readonly mayExecute: boolean; readonly kind: string }[]
}

async function planned(...args: readonly string[]): Promise<PlanDocument> {
  const { code, stdout, stderr } = await run(['plan', '--json', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const document: PlanDocument = JSON.parse(stdout)
  return document
}

describe('plan', () => {
  it('lists the requests for a person', async () => {
    const { code, stdout, stderr } = await run(['plan', '--runs', '2'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/plan.txt')
  })

  it('cuts names that are long', async () => {
    const long = 'a'.repeat(5000)
    const paths = {
      [`/${long}`]: {
        get: { parameters: [{ name: long, in: 'query', schema: { maxLength: 2 } }] },
        put: { parameters: 5 },
      },
    }
    const document = JSON.stringify({ openapi: '3.1.0', info: { title: 'Things', version: '1' }, paths })
    const { stdout } = await run(['plan', '--spec', 'a.json'], { cwd: folderOf({ 'a.json': document }) })
    expect(stdout).toContain('not planned')
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThan(2000)
  })

  it('gives them whole as JSON', async () => {
    const { code, stdout, stderr } = await run(['plan', '--max-requests', '6', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/plan.json')
  })

  it('counts what it lists', async () => {
    const plan = await planned()
    expect(plan.cases).toHaveLength(plan.requests)
    expect(plan.cases.filter(({ mayExecute }) => mayExecute)).toHaveLength(plan.executions)
  })

  it('plans random requests for loopback only', async () => {
    const [none, loopback, elsewhere] = await Promise.all([
      planned('--runs', '0'),
      planned('--target', 'http://localhost:1234/base'),
      planned('--target', 'https://example.com'),
    ])
    expect(elsewhere.digest).toBe(none.digest)
    expect(loopback.requests).toBeGreaterThan(none.requests + 50)
  })

  it('keeps the budgets', async () => {
    const refused = await planned('--runs', '0', '--max-executions', '0')
    expect(refused.executions).toBe(0)
    expect(refused.cases.filter(({ kind }) => kind === 'conforming')).toEqual([])
    expect((await planned('--max-requests', '3')).requests).toBe(3)
  })

  it('is the same for every process, folder, language and time zone', async () => {
    const args = ['plan', '--json', '--runs', '5']
    const here = await run(args)
    const there = await run(args, {
      cwd: folderOf(),
      env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' },
    })
    expect(there).toEqual(here)
  })

  it('changes with the seed', async () => {
    const [one, two, random] = await Promise.all([
      planned('--runs=3'),
      planned('--runs=3', '--seed=-2'),
      planned('--runs=3', '--seed=random'),
    ])
    expect(new Set([one.digest, two.digest, random.digest]).size).toBe(3)
  })

  it('takes every option of verify that decides what is sent', async () => {
    const folder = folderOf({ 'body.json': '{"input":{"known":true}}' })
    const options = [
      '--runs=0',
      '--token=secret-token',
      '--header=X-Trace: 1',
      '--param=project_id=known-project',
      '--body=body.json',
    ]
    const { stdout: plan } = await run(['plan', '--json', ...options, '--include=POST'], { cwd: folder })
    expect(plan).toContain('known-project')
    expect(plan).toContain('{\\"input\\":{\\"known\\":true}}')
    expect(plan).not.toContain('secret-token')
  })
})
