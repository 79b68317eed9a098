import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../src/http/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { conformingAnswer, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { bundledPlan } from '../../support/verify.ts'

const isOf = ({ target }: HttpRequest, id: string): boolean => target.includes(`/${id}/`)
const isAstral = ({ body }: HttpRequest): boolean => /[\u{10000}-\u{10ffff}]/u.test(Buffer.from(body ?? []).toString())

/** Knows two workflows, of which one is gone; crashes on text outside the BMP, with the workflow `crashing` alone. */
async function verify(ids: readonly string[], crashing: string): Promise<Report> {
  const { report } = await run(
    (request, index) => {
      if (isOf(request, 'gone')) return responseOf(404, { error_code: 'FSS.0404', error_msg: 'gone' })
      if (isOf(request, crashing) && isAstral(request))
        return responseOf(500, { error_code: 'FSS.0500', error_msg: 'crashed' })
      return conformingAnswer(request, index)
    },
    { plan: bundledPlan({ workflow_id: ids }) },
  )
  return report
}

const findings = ({ findings }: Report): string[] =>
  findings.map(({ check, subject }) => `${check} ${'case' in subject ? subject.case : subject.constraint}`)
const held = ({ constraints }: Report): string[] =>
  constraints.filter(({ state }) => state === 'held').map(({ id }) => id)

describe('two known values see no less than one', () => {
  it.each([
    ['the second is gone', ['known', 'gone']],
    ['the first is gone', ['gone', 'known']],
  ])('if %s', async (_, ids) => {
    const alone = await verify(['known'], 'known')
    expect(findings(alone)).toEqual(['not_a_server_error request.body: text outside the BMP'])
    const both = await verify(ids, 'known')
    expect(findings(both).length).toBeGreaterThan(0)
    for (const finding of findings(both)) expect(finding).toMatch(/^not_a_server_error .*: text outside the BMP$/)
    if (ids[0] === 'known') expect(held(both)).toEqual(expect.arrayContaining(held(alone)))
  })

  it.each(['first', 'second'])('if only the %s fails, with what it fails on', async (crashing) => {
    const found = findings(await verify(['first', 'second'], crashing))
    expect(found.length).toBeGreaterThan(0)
    for (const finding of found) expect(finding).toMatch(/^not_a_server_error .*: text outside the BMP$/)
  })
})
