import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { build } from '../../support/build.ts'
import { validateReport } from '../../support/report-schema.ts'
import { start } from './program.ts'
import { json, refusal, serve } from './servers.ts'

/** A shell, for what only a shell does. */
async function shell(script: string): Promise<{ stdout: string; stderr: string }> {
  const { main } = await build()
  const env = { PATH: process.env.PATH, FGS: `${process.execPath} ${main}` }
  return promisify(execFile)('sh', ['-c', script], { env, maxBuffer: 2 ** 28 })
}

describe.skipIf(process.platform === 'win32')('an end before the end', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s leaves a whole report', async (signal) => {
    let hanging = 0
    const { origin } = await serve((res, seen) => {
      // Answers at first, then never.
      if (hanging++ < 8) json(400, refusal)(res, seen)
    })
    const args = ['verify', '--runs', '0', '--max-executions', '0', '--target', origin, '--reporter', 'json']
    const running = await start(args)
    while (hanging < 12) await new Promise((resolve) => setTimeout(resolve, 20))
    running.process.kill(signal)
    const { code, stdout, stderr } = await running.finished
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    const report = JSON.parse(stdout)
    expect(validateReport(report)).toEqual([])
    expect(report.summary).toMatchObject({ verdict: 'inconclusive', reason: 'the run was stopped before its end' })
  })

  it('says so if nothing was begun, as while a document is fetched', async () => {
    let isAsked = false
    const { origin } = await serve(() => (isAsked = true))
    const running = await start(['verify', '--spec', `${origin}/openapi.json`])
    while (!isAsked) await new Promise((resolve) => setTimeout(resolve, 20))
    running.process.kill('SIGTERM')
    const { code, stdout, stderr } = await running.finished
    expect({ code, stdout, stderr }).toEqual({
      code: 3,
      stdout: '',
      stderr: 'error: the run was stopped before it began\n',
    })
  })

  it.each(['verify --runs 0 --verbose', 'plan --json --runs 0', '--help'])('%s lets its reader go', async (command) => {
    const { stdout, stderr } = await shell(`{ $FGS ${command}; echo "code $?" >&2; } | head -n 1`)
    expect(stderr).toMatch(/^code 0\n$/)
    expect(stdout.split('\n')).toHaveLength(2)
  })

  it('writes all of a large output to a slow reader', async () => {
    const { stdout } = await shell('$FGS plan --json --runs 100 | { sleep 0.3; cat; }')
    const { requests, cases } = JSON.parse(stdout)
    expect(cases).toHaveLength(requests)
    expect(stdout.length).toBeGreaterThan(2 ** 19)
  })

  it.skipIf(process.platform !== 'linux')('says that there is no room for the output', async () => {
    for (const command of ['plan --runs 0', 'verify --runs 0']) {
      const { stderr } = await shell(`$FGS ${command} >/dev/full || echo "code $?" >&2`)
      expect(stderr).toBe('error: stdout cannot be written: no space is left.\ncode 3\n')
    }
  })
})
