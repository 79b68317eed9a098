import { describe, expect, it } from 'vitest'
import type { RunOptions } from '../../../src/deployment/run/index.ts'
import type { HttpRequest } from '../../../src/http/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { type Answer, conformingAnswer, run } from '../../support/in-memory.ts'

const textOf = ({ body }: HttpRequest): string => Buffer.from(body ?? []).toString()
const hasNumericHeaders = (request: HttpRequest): boolean => /"headers":(?:\d|true|false)/.test(textOf(request))

/** Dies of some requests, with whatever is under way, and is up again after a while. */
function mortal(kills: (request: HttpRequest, index: number) => boolean, outage = 3): Answer {
  let down = 0
  let deaths = 0
  return async (request, index) => {
    if (down > 0) {
      down--
      return 'refused'
    }
    const life = deaths
    // Others come meanwhile.
    for (let tick = 0; tick < 3; tick++) await Promise.resolve()
    if (life !== deaths) return 'reset'
    if (!kills(request, index)) return conformingAnswer(request, index)
    deaths++
    down = outage
    return 'reset'
  }
}

const verify = (answer: Answer, options: Partial<RunOptions>) => {
  const { credentials: _, ...others } = options
  return run(answer, others)
}
const findings = ({ findings }: Report): string[] =>
  findings.map(({ check, subject }) => `${check} ${'case' in subject ? subject.case : subject.constraint}`)

describe('a target that dies and is started again', () => {
  it.each([1, 4, 16])('is waited for, and what it died of is named, with %i requests at once', async (concurrency) => {
    const { report } = await verify(mortal(hasNumericHeaders), { waitMs: 5_000, concurrency })
    expect(findings(report)).toEqual(['complete_response startSyncWorkflowExecution request.body /headers type'])
    expect(report.findings[0]?.intermittent).toBe(false)
    expect(
      textOf({
        method: '',
        target: '',
        headers: [],
        body: report.findings[0]?.witness.request.body ?? new Uint8Array(),
      }),
    ).toMatch(/"headers":(?:\d|true|false)/)
    // The run went on without it.
    expect(report.summary.reason).toBeUndefined()
    expect(report.constraints.find(({ id }) => id.endsWith('request.body /input type'))?.state).toBe('held')
  })

  it('for another reason is no finding', async () => {
    const { report } = await verify(
      mortal((_, index) => index === 20),
      { waitMs: 5_000 },
    )
    expect(findings(report)).toEqual([])
    expect(report.summary.verdict).toBe('pass')
  })

  it('is given up after the time to wait, and the reason says so', async () => {
    const { report, clock } = await verify(mortal(hasNumericHeaders, 1000), { waitMs: 2_000 })
    expect(findings(report)).toEqual(['complete_response the target stopped answering'])
    expect(report.constraints.find(({ state }) => state === 'untested')?.reason).toMatch(/even after 2 s of waiting/)
    expect(clock.slept).toEqual(Array.from({ length: 8 }, () => 250))
  })

  it('is not waited for unless that is asked for', async () => {
    const { report, clock } = await verify(mortal(hasNumericHeaders), {})
    expect(findings(report)).toEqual(['complete_response the target stopped answering'])
    expect(clock.slept).toEqual([])
  })

  it.each([1, 4, 16])('and stays away is shown by the likeliest of %i requests at once', async (concurrency) => {
    const isMalformed = ({ target }: HttpRequest): boolean => /%(?![0-9a-f]{2})/i.test(target)
    const { report } = await verify(mortal(isMalformed, 1e9), { concurrency })
    expect(findings(report)).toEqual(['complete_response the target stopped answering'])
    expect(report.findings[0]?.witness.request.target).toMatch(/%(?![0-9a-f]{2})/i)
    const noted = report.notes.some(({ message }) => /may have died of another request .*--wait/.test(message))
    expect(noted).toBe(concurrency > 1)
  })

  it('of the last requests is told too', async () => {
    let count = 0
    const { transport } = await run(conformingAnswer)
    const last = transport.requests.length - 2
    const { report } = await verify(
      mortal(() => count++ >= last, 1000),
      {},
    )
    expect(report.findings.length).toBeGreaterThan(0)
    expect(new Set(findings(report))).toEqual(new Set(['complete_response the target stopped answering']))
  })
})
