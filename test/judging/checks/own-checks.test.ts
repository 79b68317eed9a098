import { describe, expect, it, test } from 'vitest'
import { Redaction } from '../../../src/http/index.ts'
import { ownChecks } from '../../../src/judging/checks/index.ts'
import { type Interaction, type OwnQuestion, UsageError } from '../../../src/report/results/index.ts'
import { bundledJudge, exchangeOf, pathOf, REQUESTS } from '../../support/exchanges.ts'
import { bytes, requestOf, responseOf } from '../../support/messages.ts'

const OPERATION = 'startSyncWorkflowExecution'
const redaction = new Redaction({ fields: [['X-Auth-Token', 'secret-token']] })

const sent = requestOf(`POST ${pathOf()}`, bytes('{"input":{"token":"secret-token"}}'), [
  ['content-type', 'application/json'],
  ['X-Auth-Token', 'secret-token'],
  ['constructor', 'a'],
  ['Constructor', 'b'],
])
const response = responseOf(200, { status: 'success', errors: [{ code: 'a' }] })
const exchange = exchangeOf({ request: sent, response, sent })

const checkOf = (ask: OwnQuestion, isFor = true, isOff = false) => {
  const [check] = ownChecks(
    [{ name: 'own.mine', severity: 'advisory', ask, isFor: () => isFor, isOff: () => isOff }],
    redaction,
  )
  if (!check) throw new Error('there is no check')
  return check
}

describe('an interaction', () => {
  let seen: Interaction | undefined
  checkOf((interaction) => {
    seen = interaction
    return true
  }).answer(exchange)

  it('has request and answer, without the secrets of the request', () => {
    expect(seen).toMatchObject({
      operation: { id: OPERATION, method: 'POST', path: bundledJudge.operation.path },
      request: {
        method: 'POST',
        target: sent.target,
        text: '{"input":{"token":"***"}}',
        json: { input: { token: '***' } },
      },
      response: { status: 200, json: { status: 'success', errors: [{ code: 'a' }] } },
      documented: { status: '200', mediaType: 'application/json' },
      broken: [],
    })
    expect(JSON.stringify(seen)).not.toContain('secret-token')
    expect(seen?.request.headers.constructor).toBe('a, b')
    expect(seen?.response.headers.constructor).toBeUndefined()
  })

  test.each([
    ['a request that breaks a constraint', { request: REQUESTS.breaking }, 'request.body /input type'],
    ['a request without credentials', { request: REQUESTS.none, credentials: 'none' }, 'request security'],
  ] as const)('of %s names the constraint', (_, parts, constraint) => {
    let broken: readonly string[] = []
    checkOf((interaction) => {
      broken = interaction.broken
      return true
    }).answer(exchangeOf({ ...parts, sent: parts.request, response: responseOf(400, '') }))
    expect(broken).toEqual([`${OPERATION} ${constraint}`])
  })

  it('is frozen, and a copy', () => {
    const json = seen?.response.json as { errors: { code: string }[] }
    expect(() => json.errors.push({ code: 'b' })).toThrow(TypeError)
    expect(() => Object.assign(json.errors[0] ?? {}, { code: 'b' })).toThrow(TypeError)
    expect(() => Object.assign(seen?.request.headers ?? {}, { a: 'b' })).toThrow(TypeError)
    expect(Object.isFrozen(bundledJudge.operation.tags)).toBe(false)
  })
})

describe('what a check answers', () => {
  test.each<[string, OwnQuestion, unknown[]]>([
    ['true', () => true, []],
    ['nothing', () => undefined, []],
    [
      'a sentence',
      ({ response }) => `The status is ${response.status}.`,
      [
        {
          subject: { kind: 'constraint', constraint: `${OPERATION} own.mine` },
          severity: 'advisory',
          class: 'failed',
          message: 'The status is 200.',
          expected: 'an answer that keeps own.mine',
          received: 'status 200',
        },
      ],
    ],
  ])('%s', (_, ask, objections) => expect(checkOf(ask).ask(exchange)).toEqual(objections))

  it('is cut if it is long', () => {
    const [objection] = checkOf(() => ` ${'a'.repeat(600)}`).ask(exchange)
    expect(objection?.message).toBe('a'.repeat(500))
  })

  it('is asked once of an exchange, and not of others', () => {
    let count = 0
    const ask = (): true => {
      count++
      return true
    }
    const check = checkOf(ask)
    expect([check.answer(exchange), check.answer(exchange), check.ask(exchange), count]).toEqual([true, true, [], 1])
    expect(checkOf(ask, false).answer(exchange)).toBeUndefined()
    expect(checkOf(ask, true, true).answer(exchange)).toBeUndefined()
    const fault = { kind: 'fault', fault: { kind: 'reset', message: 'gone' } } as const
    expect(check.answer({ ...exchange, outcome: fault, answer: undefined })).toBeUndefined()
    for (const request of [REQUESTS.method, REQUESTS.segment])
      expect(check.answer(exchangeOf({ request, sent: request, response }))).toBeUndefined()
    expect(count).toBe(1)
  })

  test.each<[string, () => unknown, string]>([
    ['an error', () => JSON.parse('secret-token'), 'the check own.mine threw Unexpected token'],
    ['a promise', async () => true, 'the check own.mine returned a promise; return true, a sentence'],
    ['a promise that fails', () => Promise.reject(new Error('no')), 'the check own.mine returned a promise'],
    ['false', () => false, 'the check own.mine returned false'],
    ['an empty text', () => ' ', 'the check own.mine returned an empty text'],
    ['an object', () => ({ message: 'a' }), 'the check own.mine returned a value of type object'],
  ])('%s cannot be used', (_, ask, message) => {
    const check = checkOf(ask as OwnQuestion)
    expect(() => check.answer(exchange)).toThrow(UsageError)
    expect(() => check.answer(exchange)).toThrow(message)
    expect(() => check.answer(exchange)).not.toThrow('secret-token')
  })
})
