import { describe, expect, it } from 'vitest'
import { validateReport } from '../../support/report-schema.ts'
import { run, steady } from './program.ts'

/** In CommonJS, so that any Node runs it from any folder. */
const NODE = `
fetch(process.env.FGS_CONTRACT_URL + '/v2/project/fgs/workflows/order-42/sync-executions', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(BODY),
}).then(async (response) => {
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error_msg)
  RESULT
}).catch((error) => { console.error(String(error)); process.exit(1) })
`

const program = (result: string, body = '{ input: { order: 42 } }'): string =>
  NODE.replace('RESULT', () => result).replace('BODY', () => body)

const client = (args: readonly string[], command: readonly string[]) => run(['client', ...args, '--', ...command])

describe('fgs-contract client', () => {
  it('passes a program that takes everything', async () => {
    const { code, stdout, stderr } = await client(['--mode', 'example'], [process.execPath, '-e', program('')])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^PASS /m)
  })

  it('tells of a program that fails without errors, once', async () => {
    const result = 'console.log(answer.errors.length)'
    const { code, stdout, stderr } = await client(
      ['--quiet', '--status', '200'],
      [process.execPath, '-e', program(result)],
    )
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/client.fail.txt')
  })

  it('tells of a request that breaks the contract, as JSON too', async () => {
    const args = ['--mode', 'example', '--reporter', 'json']
    const { code, stdout } = await client(args, [process.execPath, '-e', program('', '{}')])
    expect(code).toBe(1)
    const report = JSON.parse(stdout)
    expect(validateReport(report)).toEqual([])
    expect(report.party).toBe('client')
    expect(report.notes).toEqual([
      {
        message:
          'No more answers of startSyncWorkflowExecution are served: the first run of the command sends it no conforming request.',
      },
    ])
    expect(report.findings.map(({ id }: { id: string }) => id)).toEqual([
      'request_conformance startSyncWorkflowExecution request.body /input required absent',
    ])
  })

  it('ends a program that hangs, and says so', async () => {
    const result = 'setInterval(() => {}, 1000)'
    const args = ['--mode', 'example', '--status', '200', '--timeout', '2s', '--quiet']
    const { code, stdout } = await client(args, [process.execPath, '-e', program(result)])
    expect(code).toBe(1)
    expect(stdout).toContain('positive_response_acceptance')
  }, 60_000)

  it('is inconclusive where no request is seen', async () => {
    const { code, stdout } = await client(['--mode', 'example'], [process.execPath, '-e', ''])
    expect(code).toBe(3)
    expect(stdout).toContain('FGS_CONTRACT_URL')
  })

  it('refuses what cannot be run', async () => {
    const { code, stderr } = await client([], ['no-such-program-anywhere'])
    expect(code).toBe(2)
    expect(stderr).toContain('there is no such program')
    expect((await client(['--status', '418'], ['true'])).code).toBe(2)
    expect((await run(['client'])).code).toBe(2)
  })
})
