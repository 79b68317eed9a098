import { writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { conforming, defects, startDeployment } from '../fixtures/deployments/index.ts'
import { bundledPlan, verify } from './support/verify.ts'
const row = (f: any) => `${f.check} | ${f.subject.constraint?.replace('startSyncWorkflowExecution ', '') ?? `case ${f.subject.case}`} | ${f.severity ?? 'error'}${f.intermittent ? ' | intermittent' : ''}`
test('all', async () => {
  const out: string[] = []
  const filter = process.env.ONLY ? new RegExp(process.env.ONLY) : /./
  const todo = [...defects, ...conforming].filter((d) => filter.test(d.name))
  const work = async () => {
    for (;;) {
      const one: any = todo.shift()
      if (!one) return
      const deployment = await startDeployment(one.patch)
      const { params = {}, token, timeoutMs } = one.run ?? {}
      const report = await verify(deployment.origin, { plan: bundledPlan(params, token !== undefined), concurrency: Number(process.env.C ?? 1), ...(token && { token }), ...(timeoutMs && { timeoutMs }) })
      await deployment.close()
      const got = report.findings.map(row).sort()
      const want = one.finding ? [one.finding, ...(one.also ?? [])].map(row).sort() : []
      const same = got.length === want.length && got.every((g: string) => want.some((w: string) => w === g || (w.includes('case *') && g.split(' | ')[0] === w.split(' | ')[0] && g.includes('case ') && g.includes('intermittent') === w.includes('intermittent'))))
      if (!same || (!one.finding && report.summary.verdict !== 'pass') || process.env.ALL) out.push(`## ${one.name} ${report.summary.verdict} ${report.summary.reason ?? ''} ${report.summary.requests}\n  want ${want.join('\n       ')}\n  got  ${got.join('\n       ')}\n${process.env.NOTES ? report.notes.map((n) => n.message).join('\n') : ''}`)
    }
  }
  await Promise.all(Array.from({ length: 6 }, work))
  writeFileSync('/tmp/scratch.txt', `${out.join('\n')}\n${out.length}\n`)
}, 600000)
